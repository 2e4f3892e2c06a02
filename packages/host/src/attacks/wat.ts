/** Hostile components as text, for `parseWat`. */

/** A memory and a bump allocator, and a function that stores a pair where results are read. */
const LIBRARY = `
  (memory (export "memory") 32)
  (global $next (mut i32) (i32.const 1024))
  (func (export "realloc") (param i32 i32 i32 i32) (result i32) (local $at i32)
    (local.set $at (i32.and (i32.add (global.get $next) (i32.const 7)) (i32.const -8)))
    (global.set $next (i32.add (local.get $at) (local.get 3)))
    (local.get $at))
  (func $pair (param i32 i32) (result i32)
    (i32.store (i32.const 8) (local.get 0))
    (i32.store (i32.const 12) (local.get 1))
    (i32.const 8))`

const LIFT = '(memory (core memory $i "memory")) (realloc (core func $i "realloc"))'

/** Whether a component that has met an attack of its own still answers. */
const ALIVE = '(func (export "alive") (result u32) (canon lift (core func $i "alive")))'

/** @param functions Core functions that are exported under the names; each is called without parameters. */
export function calls(functions: Readonly<Record<string, string>>, head = ''): string {
  const names = Object.keys(functions)
  return `(component
    (core module $m ${head}
      ${names.map((name) => `(func $${name} (export "${name}") (result i32) ${functions[name]})`).join('\n')}
      (func (export "alive") (result i32) (i32.const 1)))
    (core instance $i (instantiate $m))
    ${names.map((name) => `(func (export "${name}") (result u32) (canon lift (core func $i "${name}")))`).join('\n')}
    ${ALIVE})`
}

/** Loops wherever a host runs code of a guest besides the function that is called. */
export const loops = `(component
  (core module $m
    (memory (export "memory") 1)
    (func (export "realloc") (param i32 i32 i32 i32) (result i32) (loop $again (br $again)) (i32.const 0))
    (func (export "after") (param i32) (loop $again (br $again)))
    (func (export "dtor") (param i32) (loop $again (br $again)))
    (func (export "length") (param i32 i32) (result i32) (local.get 1))
    (func (export "alive") (result i32) (i32.const 1)))
  (core instance $i (instantiate $m))
  (type $thing (resource (rep i32) (dtor (core func $i "dtor"))))
  (core func $new (canon resource.new $thing))
  (core func $drop (canon resource.drop $thing))
  (core module $n
    (import "host" "new" (func $new (param i32) (result i32)))
    (import "host" "drop" (func $drop (param i32)))
    (func (export "destructor") (result i32) (call $drop (call $new (i32.const 1))) (i32.const 1)))
  (core instance $j (instantiate $n (with "host" (instance (export "new" (func $new)) (export "drop" (func $drop))))))
  (func (export "allocator") (param "text" string) (result u32) (canon lift (core func $i "length") ${LIFT}))
  (func (export "afterwards") (result u32) (canon lift (core func $i "alive") (post-return (core func $i "after"))))
  (func (export "destructor") (result u32) (canon lift (core func $j "destructor")))
  ${ALIVE})`

/**
 * Results that are larger than what holds them: `at` says where and how long; `same` is a list of that many
 * texts, lists or flags, all of which lie in the same place.
 */
export const results = `(component
  (core module $m ${LIBRARY}
    (func (export "at") (param i32 i32) (result i32) (call $pair (local.get 0) (local.get 1)))
    (func (export "same") (param $count i32) (param $length i32) (result i32) (local $at i32) (local $end i32)
      (local.set $at (i32.const 65536))
      (local.set $end (i32.add (local.get $at) (i32.mul (local.get $count) (i32.const 8))))
      (loop $each
        (i32.store (local.get $at) (i32.const 1048576))
        (i32.store (i32.add (local.get $at) (i32.const 4)) (local.get $length))
        (local.set $at (i32.add (local.get $at) (i32.const 8)))
        (br_if $each (i32.lt_u (local.get $at) (local.get $end))))
      (call $pair (i32.const 65536) (local.get $count)))
    (func (export "alive") (result i32) (i32.const 1)))
  (core instance $i (instantiate $m))
  (func (export "text") (param "at" u32) (param "length" u32) (result string) (canon lift (core func $i "at") ${LIFT}))
  (func (export "bytes") (param "at" u32) (param "length" u32) (result (list u8)) (canon lift (core func $i "at") ${LIFT}))
  (func (export "pairs") (param "at" u32) (param "length" u32) (result (list (tuple u64 u64))) (canon lift (core func $i "at") ${LIFT}))
  (func (export "texts") (param "count" u32) (param "length" u32) (result (list string)) (canon lift (core func $i "same") ${LIFT}))
  (func (export "blobs") (param "count" u32) (param "length" u32) (result (list (list u8))) (canon lift (core func $i "same") ${LIFT}))
  ${ALIVE})`

/** Is called back, by the component inside of it, while it waits for that one. */
export const calledBack = `(component
  (component $inner
    (import "back" (func $back (result u32)))
    (core func $lowered (canon lower (func $back)))
    (core module $m
      (import "host" "back" (func $back (result i32)))
      (func (export "go") (result i32) (call $back)))
    (core instance $i (instantiate $m (with "host" (instance (export "back" (func $lowered))))))
    (func (export "go") (result u32) (canon lift (core func $i "go"))))
  (core module $m (func (export "alive") (result i32) (i32.const 1)))
  (core instance $i (instantiate $m))
  (func $back (result u32) (canon lift (core func $i "alive")))
  (instance $inner (instantiate $inner (with "back" (func $back))))
  (core func $go (canon lower (func $inner "go")))
  (core module $caller
    (import "host" "go" (func $go (result i32)))
    (func (export "call-back") (result i32) (call $go)))
  (core instance $caller (instantiate $caller (with "host" (instance (export "go" (func $go))))))
  (func (export "reenter") (result u32) (canon lift (core func $caller "call-back")))
  ${ALIVE})`

/** Functions that misuse what WASI hands out; each takes a number. */
export const misusesWasi = ((): string => {
  const functions = {
    random: '(call $bytes (local.get 0) (i32.const 8))',
    'ask-often': `(loop $again
      (drop (call $now))
      (local.set 0 (i64.sub (local.get 0) (i64.const 1)))
      (br_if $again (i64.ne (local.get 0) (i64.const 0))))`,
    collect: `(loop $again
      (drop (call $subscribe (i64.const 0)))
      (local.set 0 (i64.sub (local.get 0) (i64.const 1)))
      (br_if $again (i64.ne (local.get 0) (i64.const 0))))`,
    'wait-for': '(drop (call $subscribe (i64.const 0))) (call $block (i32.wrap_i64 (local.get 0)))',
    'drop-handle': '(drop (call $subscribe (i64.const 0))) (call $drop (i32.wrap_i64 (local.get 0)))',
    'wait-for-dropped': `(call $drop (call $subscribe (i64.const 0))) (call $block (i32.wrap_i64 (local.get 0)))`,
    'write-to':
      '(drop (call $subscribe (i64.const 0))) (call $write (i32.wrap_i64 (local.get 0)) (i32.const 1024) (i32.const 4) (i32.const 8))',
    'poll-many': '(call $poll (i32.const 0) (i32.wrap_i64 (local.get 0)) (i32.const 8))',
    'print-from':
      '(call $write (call $stdout) (i32.wrap_i64 (local.get 0)) (i32.const 0x7fffffff) (i32.const 8))',
  }
  const imports = {
    bytes: '(param i64 i32)',
    now: '(result i64)',
    subscribe: '(param i64) (result i32)',
    block: '(param i32)',
    drop: '(param i32)',
    poll: '(param i32 i32 i32)',
    stdout: '(result i32)',
    write: '(param i32 i32 i32 i32)',
  }
  const each = (record: object, line: (name: string, value: string) => string): string =>
    Object.entries(record)
      .map(([name, value]) => line(name, value))
      .join('\n')
  return `(component
    (import "wasi:random/random@0.2.6" (instance $random
      (export "get-random-bytes" (func (param "len" u64) (result (list u8))))))
    (import "wasi:io/error@0.2.6" (instance $errors (export "error" (type (sub resource)))))
    (alias export $errors "error" (type $error))
    (import "wasi:io/poll@0.2.6" (instance $poll
      (export "pollable" (type $p (sub resource)))
      (export "[method]pollable.block" (func (param "self" (borrow $p))))
      (export "poll" (func (param "in" (list (borrow $p))) (result (list u32))))))
    (alias export $poll "pollable" (type $pollable))
    (import "wasi:io/streams@0.2.6" (instance $streams
      (alias outer 1 $error (type $e))
      (export "output-stream" (type $o (sub resource)))
      (type $v (variant (case "last-operation-failed" (own $e)) (case "closed")))
      (export "stream-error" (type $s (eq $v)))
      (export "[method]output-stream.blocking-write-and-flush"
        (func (param "self" (borrow $o)) (param "contents" (list u8)) (result (result (error $s)))))))
    (alias export $streams "output-stream" (type $output))
    (import "wasi:cli/stdout@0.2.6" (instance $stdout
      (alias outer 1 $output (type $o))
      (export "output-stream" (type $s (eq $o)))
      (export "get-stdout" (func (result (own $s))))))
    (import "wasi:clocks/monotonic-clock@0.2.6" (instance $clock
      (alias outer 1 $pollable (type $o))
      (export "pollable" (type $p (eq $o)))
      (export "subscribe-duration" (func (param "when" u64) (result (own $p))))
      (export "now" (func (result u64)))))
    (core module $library ${LIBRARY})
    (core instance $l (instantiate $library))
    (alias core export $l "memory" (core memory $memory))
    (alias core export $l "realloc" (core func $realloc))
    (core func $bytes (canon lower (func $random "get-random-bytes") (memory $memory) (realloc $realloc)))
    (core func $now (canon lower (func $clock "now")))
    (core func $subscribe (canon lower (func $clock "subscribe-duration")))
    (core func $block (canon lower (func $poll "[method]pollable.block")))
    (core func $poll (canon lower (func $poll "poll") (memory $memory) (realloc $realloc)))
    (core func $drop (canon resource.drop $pollable))
    (core func $stdout (canon lower (func $stdout "get-stdout")))
    (core func $write (canon lower (func $streams "[method]output-stream.blocking-write-and-flush") (memory $memory) (realloc $realloc)))
    (core module $m
      ${each(imports, (name, type) => `(import "host" "${name}" (func $${name} ${type}))`)}
      ${each(functions, (name, body) => `(func (export "${name}") (param i64) (result i32) ${body} (i32.const 1))`)}
      (func (export "alive") (result i32) (i32.const 1)))
    (core instance $i (instantiate $m (with "host" (instance
      ${each(imports, (name) => `(export "${name}" (func $${name}))`)}))))
    ${each(functions, (name) => `(func (export "${name}") (param "n" u64) (result u32) (canon lift (core func $i "${name}")))`)}
    ${ALIVE})`
})()
