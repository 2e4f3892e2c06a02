/**
 * A component in text form that exports the prompt interface, and traps whenever one of its functions is
 * called.
 *
 * @param more Text of further definitions, such as imports.
 */
export function promptWat(more = ''): string {
  const lift = '(canon lift (core func $i "f") (memory $i "memory") (realloc (func $i "realloc")))'
  return `(component
    ${more}
    (core module $m
      (memory (export "memory") 1)
      (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 16))
      (func (export "f") (param i32 i32) (result i32) unreachable))
    (core instance $i (instantiate $m))
    (func $before (param "userprompt" string) (result string) ${lift})
    (func $after (param "promptresult" string) (result string) ${lift})
    (instance $p (export "before" (func $before)) (export "after" (func $after)))
    (export "component:promptprocessor/promptmodification@0.0.1" (instance $p)))`
}
