/** Components as text, for `parseWat`. */

/** A core module with what lifting of strings and lists needs: a memory and a bump allocator. */
const LIBRARY = `
  (memory (export "memory") 8)
  (global $next (mut i32) (i32.const 1024))
  (func (export "realloc") (param i32 i32 i32 i32) (result i32)
    (local $at i32)
    (local.set $at (i32.and (i32.add (global.get $next) (i32.const 7)) (i32.const -8)))
    (global.set $next (i32.add (local.get $at) (local.get 3)))
    (local.get $at))
  (func $pair (param i32 i32) (result i32)
    (i32.store (i32.const 8) (local.get 0))
    (i32.store (i32.const 12) (local.get 1))
    (i32.const 8))`

const LIFT = '(memory (core memory $i "memory")) (realloc (core func $i "realloc"))'

/** Functions that return what they are given, and a few that misbehave. */
export const probe = `(component
  (core module $m ${LIBRARY}
    (global $count (mut i32) (i32.const 0))
    (func (export "count") (result i32)
      (global.set $count (i32.add (global.get $count) (i32.const 1)))
      (global.get $count))
    (func (export "text") (param i32 i32) (result i32) (call $pair (local.get 0) (local.get 1)))
    (func (export "long") (param i64) (result i64) (local.get 0))
    (func (export "double") (param f64) (result f64) (local.get 0))
    (func (export "maybe") (param i32 i32) (result i32) (call $pair (local.get 0) (local.get 1)))
    (func (export "divide") (param i32 i32) (result i32)
      (if (result i32) (i32.eqz (local.get 1))
        (then (call $pair (i32.const 1) (i32.const 404)))
        (else (call $pair (i32.const 0) (i32.div_u (local.get 0) (local.get 1))))))
    (func (export "nothing"))
    (func (export "trap") unreachable)
    (func (export "loop") (loop $again (br $again)))
    (func (export "grow") (loop $again (br_if $again (i32.ge_s (memory.grow (i32.const 16)) (i32.const 0)))) unreachable)
    (func $deep (export "deep") (call $deep) (call $deep)))
  (core instance $i (instantiate $m))
  (func $text (export "echo-text") (param "value" string) (result string) (canon lift (core func $i "text") ${LIFT}))
  (func (export "echo-bytes") (param "value" (list u8)) (result (list u8)) (canon lift (core func $i "text") ${LIFT}))
  (func (export "echo-numbers") (param "value" (list u32)) (result (list u32)) (canon lift (core func $i "text") ${LIFT}))
  (func (export "echo-long") (param "value" u64) (result u64) (canon lift (core func $i "long")))
  (func (export "echo-double") (param "value" f64) (result f64) (canon lift (core func $i "double")))
  (func (export "echo-maybe") (param "value" (option u32)) (result (option u32)) (canon lift (core func $i "maybe") ${LIFT}))
  (func (export "divide") (param "a" u32) (param "b" u32) (result (result u32 (error u32))) (canon lift (core func $i "divide") ${LIFT}))
  (func $count (export "count") (result u32) (canon lift (core func $i "count")))
  (func (export "nothing") (canon lift (core func $i "nothing")))
  (func (export "trap") (canon lift (core func $i "trap")))
  (func (export "loop") (canon lift (core func $i "loop")))
  (func (export "grow") (canon lift (core func $i "grow")))
  (func (export "deep") (canon lift (core func $i "deep")))
  (instance $one (export "count" (func $count)) (export "echo" (func $text)))
  (export "test:probe/one@1.0.0" (instance $one))
  (export "test:probe/two@1.0.0" (instance $one)))`

/** Uses the type of an interface that holds nothing else; with more text, that holds that, too. */
export const importsTypes = (name: string, more = '') => `(component
  (import "${name}" (instance $types
    (type $own (enum "x" "y")) (export "e" (type (eq $own))) ${more}))
  (alias export $types "e" (type $aliased))
  (import "e" (type $e (eq $aliased)))
  (core module $m (func (export "f") (param i32) (result i32) (local.get 0)))
  (core instance $i (instantiate $m))
  (func (export "same") (param "e" $e) (result $e) (canon lift (core func $i "f"))))`

/** Its function returns a `result` under another name: `err` where it is given 1. */
export const namedResult = `(component
  (core module $m ${LIBRARY}
    (func (export "check") (param i32) (result i32) (call $pair (local.get 0) (i32.const 5))))
  (core instance $i (instantiate $m))
  (type $result (result u32 (error u32)))
  (func $check (param "value" u32) (result $result) (canon lift (core func $i "check") (memory (core memory $i "memory"))))
  (component $c
    (import "outcome" (type $r (eq $result)))
    (import "check" (func $f (param "value" u32) (result $r)))
    (export $named "outcome" (type $r))
    (export "check" (func $f) (func (param "value" u32) (result $named))))
  (instance $e (instantiate $c (with "outcome" (type $result)) (with "check" (func $check))))
  (export "test:probe/named" (instance $e)))`

/** Loops before any function can be called. */
export const loopsAtStart = `(component
  (core module $m (func $start (loop $again (br $again))) (func (export "run")) (start $start))
  (core instance $i (instantiate $m))
  (func (export "run") (canon lift (core func $i "run"))))`

/** @param pages Size of its memory from the start, in pages of 64 KiB. */
export function startsWithMemory(pages: number): string {
  return `(component
    (core module $m (memory (export "memory") ${pages}) (func (export "run")))
    (core instance $i (instantiate $m))
    (func (export "run") (canon lift (core func $i "run"))))`
}

/** @param version Of wasi:cli. */
export function exits(version: string): string {
  return `(component
    (import "wasi:cli/exit@${version}" (instance $exit (export "exit" (func (param "status" (result))))))
    (core func $leave (canon lower (func $exit "exit")))
    (core module $m (import "host" "exit" (func $exit (param i32))) (func (export "run") (call $exit (i32.const 1))))
    (core instance $i (instantiate $m (with "host" (instance (export "exit" (func $leave))))))
    (func (export "run") (canon lift (core func $i "run"))))`
}

/** Imports something that no host of ours has. */
export const importsUnknown = `(component
  (import "test:unknown/thing@1.0.0" (instance (export "f" (func))))
  (core module $m (func (export "run")))
  (core instance $i (instantiate $m))
  (func (export "run") (canon lift (core func $i "run"))))`

/** Has a name in a core module that would become code. */
export const codeInName = `(component
  (core module $m (func (export "run") ) (func (export "x']; globalThis.pwned = 1; exports0['y")))
  (core instance $i (instantiate $m))
  (func (export "run") (canon lift (core func $i "run"))))`

/** A function named as what makes an object a promise. */
export const namedThen = `(component
  (core module $m (func (export "run")))
  (core instance $i (instantiate $m))
  (func (export "then") (canon lift (core func $i "run"))))`

/** Prints, counts environment variables and preopened folders, and sleeps: WASI as a program uses it. */
export const usesWasi = `(component
  (import "wasi:io/error@0.2.6" (instance $errors (export "error" (type (sub resource)))))
  (alias export $errors "error" (type $error))
  (import "wasi:io/poll@0.2.6" (instance $poll
    (export "pollable" (type $p (sub resource)))
    (export "[method]pollable.block" (func (param "self" (borrow $p))))))
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
  (import "wasi:cli/environment@0.2.6" (instance $environment
    (export "get-environment" (func (result (list (tuple string string)))))))
  (core module $library ${LIBRARY})
  (core instance $l (instantiate $library))
  (alias core export $l "memory" (core memory $memory))
  (alias core export $l "realloc" (core func $realloc))
  (core func $get-stdout (canon lower (func $stdout "get-stdout")))
  (core func $write (canon lower (func $streams "[method]output-stream.blocking-write-and-flush") (memory $memory) (realloc $realloc)))
  (core func $subscribe (canon lower (func $clock "subscribe-duration")))
  (core func $now (canon lower (func $clock "now")))
  (core func $block (canon lower (func $poll "[method]pollable.block")))
  (core func $get-environment (canon lower (func $environment "get-environment") (memory $memory) (realloc $realloc)))
  (core module $m
    (import "host" "memory" (memory 1))
    (import "host" "get-stdout" (func $get-stdout (result i32)))
    (import "host" "write" (func $write (param i32 i32 i32 i32)))
    (import "host" "subscribe" (func $subscribe (param i64) (result i32)))
    (import "host" "now" (func $now (result i64)))
    (import "host" "block" (func $block (param i32)))
    (import "host" "get-environment" (func $get-environment (param i32)))
    (func (export "print") (param i32 i32)
      (call $write (call $get-stdout) (local.get 0) (local.get 1) (i32.const 16)))
    (func (export "print-and-loop") (param i32 i32)
      (call $write (call $get-stdout) (local.get 0) (local.get 1) (i32.const 16))
      (loop $again (br $again)))
    (func (export "sleep") (param i64) (result i64) (local $start i64)
      (local.set $start (call $now))
      (call $block (call $subscribe (local.get 0)))
      (i64.sub (call $now) (local.get $start)))
    (func (export "variables") (result i32) (call $get-environment (i32.const 32)) (i32.load (i32.const 36))))
  (core instance $i (instantiate $m (with "host" (instance
    (export "memory" (memory $memory))
    (export "get-stdout" (func $get-stdout))
    (export "write" (func $write))
    (export "subscribe" (func $subscribe))
    (export "now" (func $now))
    (export "block" (func $block))
    (export "get-environment" (func $get-environment))))))
  (func (export "print") (param "text" string) (canon lift (core func $i "print") (memory $memory) (realloc $realloc)))
  (func (export "print-and-loop") (param "text" string) (canon lift (core func $i "print-and-loop") (memory $memory) (realloc $realloc)))
  (func (export "sleep") (param "nanoseconds" u64) (result u64) (canon lift (core func $i "sleep")))
  (func (export "variables") (result u32) (canon lift (core func $i "variables"))))`

/** @param count How many memories it fills, each of 512 pages of 64 KiB. */
export function fillsMemories(count: number): string {
  const each = (line: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => line(index)).join('\n')
  return `(component
    (core module $one
      (memory 512)
      (func (export "fill") (memory.fill (i32.const 0) (i32.const 1) (i32.const 33554432))))
    (core module $all
      ${each((index) => `(import "fill" "${index}" (func $f${index}))`)}
      (func (export "run") ${each((index) => `(call $f${index})`)} (loop $again (br $again))))
    ${each((index) => `(core instance $i${index} (instantiate $one))`)}
    (core instance $i (instantiate $all (with "fill" (instance
      ${each((index) => `(export "${index}" (func $i${index} "fill"))`)}))))
    (func (export "run") (canon lift (core func $i "run"))))`
}

/** A function whose name makes jco write what is no strict JavaScript. */
export const namedArguments = `(component
  (core module $m (func (export "run")))
  (core instance $i (instantiate $m))
  (func (export "arguments") (canon lift (core func $i "run"))))`

/** Functions whose names are not those of JavaScript. */
export const oddNames = `(component
  (core module $m (func (export "f") (result i32) (i32.const 1)))
  (core instance $i (instantiate $m))
  (func $f (result u32) (canon lift (core func $i "f")))
  ${['delete', 'class', 'a1-b2c', 'to-string', 'await', 'eval'].map((name) => `(export "${name}" (func $f))`).join(' ')})`

/** Prints while it is instantiated, in one go and with a flush, and whenever `run` is called. */
export const printsAtStart = `(component
  (import "wasi:io/error@0.2.6" (instance $errors (export "error" (type (sub resource)))))
  (alias export $errors "error" (type $error))
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
  (core module $library ${LIBRARY} (data (i32.const 64) "start\\nlater\\n"))
  (core instance $l (instantiate $library))
  (alias core export $l "memory" (core memory $memory))
  (alias core export $l "realloc" (core func $realloc))
  (core func $get-stdout (canon lower (func $stdout "get-stdout")))
  (core func $drop (canon resource.drop $output))
  (core func $write (canon lower (func $streams "[method]output-stream.blocking-write-and-flush") (memory $memory) (realloc $realloc)))
  (core module $m
    (import "host" "memory" (memory 1))
    (import "host" "get-stdout" (func $get-stdout (result i32)))
    (import "host" "drop" (func $drop (param i32)))
    (import "host" "write" (func $write (param i32 i32 i32 i32)))
    (global $started (mut i32) (i32.const 0))
    (func $print (param $at i32) (local $out i32)
      (local.set $out (call $get-stdout))
      (call $write (local.get $out) (local.get $at) (i32.const 6) (i32.const 16))
      (if (i32.load8_u (i32.const 16)) (then unreachable))
      (call $drop (local.get $out)))
    (func $start (call $print (i32.const 64)) (global.set $started (i32.const 1)))
    (start $start)
    (func (export "run") (result i32) (call $print (i32.const 70)) (global.get $started)))
  (core instance $i (instantiate $m (with "host" (instance
    (export "memory" (memory $memory))
    (export "get-stdout" (func $get-stdout))
    (export "drop" (func $drop))
    (export "write" (func $write))))))
  (func (export "run") (result u32) (canon lift (core func $i "run"))))`
