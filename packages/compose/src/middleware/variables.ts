const encoder = new TextEncoder()

/** The import of Spin's variables, for the component and for its code. */
export const variables = {
  reserved: 'fermyon:spin/variables@2.0.0',
  imports: `(import "fermyon:spin/variables@2.0.0" (instance $variables
  (type $error-definition (variant
    (case "invalid-name" string) (case "undefined" string) (case "provider" string) (case "other" string)))
  (export "error" (type $error (eq $error-definition)))
  (type $answer (result string (error $error)))
  (export "get" (func (param "name" string) (result $answer)))))
(core func $get (canon lower (func $variables "get")
  (memory $memory "memory") (realloc (func $memory "cabi_realloc")) string-encoding=utf8))`,
  importArguments: '(with "variables" (instance (export "get" (func $get))))',
  codeImports: '(import "variables" "get" (func $get (param i32 i32 i32)))',
}

/**
 * The function `$choose`, which says which of several names a variable has: their index. It traps where the
 * variable has none of them, or cannot be had.
 *
 * @param names The names.
 * @param variable Name of the variable.
 * @returns The code, and the text that it needs at the beginning of memory.
 */
export function writeChooser(
  names: readonly string[],
  variable: string,
): { readonly code: string; readonly data: Uint8Array } {
  const texts = [variable, ...names].map((name) => encoder.encode(name))
  const [{ length: variableLength } = { length: 0 }] = texts
  let at = variableLength
  const tests = texts.slice(1).map(({ length }, index) => {
    const test = `(if (call $equals (local.get $at) (local.get $length) (i32.const ${at}) (i32.const ${length}))
      (then (return (i32.const ${index}))))`
    at += length
    return test
  })
  // A result<string, error>: which case, then the string, in 16 bytes.
  const code = `
(func $equals (param $a i32) (param $a-length i32) (param $b i32) (param $b-length i32) (result i32)
  (if (i32.ne (local.get $a-length) (local.get $b-length)) (then (return (i32.const 0))))
  (loop $next
    (if (i32.eqz (local.get $a-length)) (then (return (i32.const 1))))
    (local.set $a-length (i32.sub (local.get $a-length) (i32.const 1)))
    (br_if $next
      (i32.eq
        (i32.load8_u (i32.add (local.get $a) (local.get $a-length)))
        (i32.load8_u (i32.add (local.get $b) (local.get $a-length))))))
  (i32.const 0))
(func $choose (result i32) (local $answer i32) (local $at i32) (local $length i32)
  (local.set $answer (call $realloc (i32.const 0) (i32.const 0) (i32.const 4) (i32.const 16)))
  (call $get (i32.const 0) (i32.const ${variableLength}) (local.get $answer))
  (if (i32.load8_u (local.get $answer)) (then (unreachable)))
  (local.set $at (i32.load offset=4 (local.get $answer)))
  (local.set $length (i32.load offset=8 (local.get $answer)))
  ${tests.join('\n')}
  unreachable)`
  return { code, data: Buffer.concat(texts) }
}
