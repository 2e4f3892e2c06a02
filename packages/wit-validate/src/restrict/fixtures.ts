/** A component that exports what it imports: functions of types without names. */
export function passing(...functions: readonly string[]): string {
  const imported = functions.map((type, index) => `(export "f${index}" (func ${type}))`)
  const exported = functions.map(
    (_, index) => `(alias export $i "f${index}" (func $f${index})) (export "f${index}" (func $f${index}))`,
  )
  return `(component (import "t:t/i@1.0.0" (instance $i ${imported.join(' ')})) ${exported.join(' ')})`
}

/** A component whose `run` gives the bytes of what `f` of the interface returns in memory. */
export function looking(types: string, type: string, bytes: number, params = ''): string {
  const values = params.split(' ').filter((each) => each !== '')
  return `(component
    (import "t:t/i@1.0.0" (instance $i ${types} (export "f" (func ${type}))))
    (core module $libc (memory (export "memory") 1)
      (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 4096)))
    (core instance $libc (instantiate $libc))
    (alias core export $libc "memory" (core memory $memory))
    (alias core export $libc "realloc" (core func $realloc))
    (alias export $i "f" (func $f))
    (core func $f (canon lower (func $f) (memory $memory) (realloc $realloc)))
    (core module $m
      (import "i" "f" (func $f (param ${'i32 '.repeat(values.length + 1)})))
      (import "libc" "memory" (memory 1))
      (func (export "run") (result i32)
        (call $f ${values.map((value) => `(i32.const ${value})`).join(' ')} (i32.const 1024))
        (i32.store (i32.const 0) (i32.const 1024))
        (i32.store (i32.const 4) (i32.const ${bytes}))
        (i32.const 0)))
    (core instance $m (instantiate $m
      (with "i" (instance (export "f" (func $f)))) (with "libc" (instance $libc))))
    (func (export "run") (result (list u8))
      (canon lift (core func $m "run") (memory $memory) (realloc $realloc))))`
}
