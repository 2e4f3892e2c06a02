/** Every kind of state that a component can have; `set` changes one, `get` reads it. */
export const STATES = [
  'i32 global',
  'i64 global',
  'f32 global',
  'f64 global',
  'funcref global',
  'exported global',
  'imported global',
  'private memory',
  'exported memory',
  'table',
  'handle',
  'handle of the host',
] as const

/** A component with state of every kind, most of it private; `set` changes one of them, `get` reads it. */
export const everyState = `(component
  (import "test:host/things" (instance $things
    (export "thing" (type $t (sub resource)))
    (export "get" (func (result (own $t))))
    (export "peek" (func (param "self" (borrow $t)) (result u32)))))
  (core func $get-thing (canon lower (func $things "get")))
  (core func $peek (canon lower (func $things "peek")))
  (type $own (resource (rep i32)))
  (core func $new (canon resource.new $own))
  (core func $rep (canon resource.rep $own))
  (core module $library
    (memory (export "memory") 1)
    (global (export "counter") (mut i32) (i32.const 3))
    (func (export "put") (i32.store8 (i32.const 65535) (i32.const 1)))
    (func (export "look") (result i64) (i64.load8_u (i32.const 65535))))
  (core instance $l (instantiate $library))
  (core module $m
    (import "l" "put" (func $put))
    (import "l" "look" (func $look (result i64)))
    (import "l" "counter" (global $imported (mut i32)))
    (import "h" "new" (func $new (param i32) (result i32)))
    (import "h" "rep" (func $rep (param i32) (result i32)))
    (import "h" "get" (func $get-thing (result i32)))
    (import "h" "peek" (func $peek (param i32) (result i32)))
    (type $number (func (result i32)))
    (global $i (mut i32) (i32.const 7))
    (global $l (mut i64) (i64.const -7))
    (global $f (mut f32) (f32.const 1.5))
    (global $d (mut f64) (f64.const 2.5))
    (global $r (mut funcref) (ref.func $four))
    (global $e (export "e") (mut i32) (i32.const 9))
    (memory $own 2)
    (table $t 3 funcref)
    (elem (table $t) (i32.const 0) func $four $five)
    (func $four (result i32) (i32.const 4))
    (func $five (result i32) (i32.const 5))
    (data (memory $own) (i32.const 70000) "\\2a")
    (func (export "set") (param $which i32)
      (if (i32.eq (local.get $which) (i32.const 0)) (then (global.set $i (i32.const 1))))
      (if (i32.eq (local.get $which) (i32.const 1)) (then (global.set $l (i64.const 1))))
      (if (i32.eq (local.get $which) (i32.const 2)) (then (global.set $f (f32.const nan:0x200001))))
      (if (i32.eq (local.get $which) (i32.const 3)) (then (global.set $d (f64.const 1))))
      (if (i32.eq (local.get $which) (i32.const 4)) (then (global.set $r (ref.func $five))))
      (if (i32.eq (local.get $which) (i32.const 5)) (then (global.set $e (i32.const 1))))
      (if (i32.eq (local.get $which) (i32.const 6)) (then (global.set $imported (i32.const 1))))
      (if (i32.eq (local.get $which) (i32.const 7)) (then (i32.store8 $own (i32.const 70000) (i32.const 1))))
      (if (i32.eq (local.get $which) (i32.const 8)) (then (call $put)))
      (if (i32.eq (local.get $which) (i32.const 9)) (then
        (table.set $t (i32.const 0) (table.get $t (i32.const 1)))))
      (if (i32.eq (local.get $which) (i32.const 10)) (then (drop (call $new (i32.const 77)))))
      (if (i32.eq (local.get $which) (i32.const 11)) (then (drop (call $peek (call $get-thing))))))
    (func (export "get") (param $which i32) (result i64)
      (if (i32.eq (local.get $which) (i32.const 0)) (then (return (i64.extend_i32_u (global.get $i)))))
      (if (i32.eq (local.get $which) (i32.const 1)) (then (return (global.get $l))))
      (if (i32.eq (local.get $which) (i32.const 2)) (then
        (return (i64.extend_i32_u (i32.reinterpret_f32 (global.get $f))))))
      (if (i32.eq (local.get $which) (i32.const 3)) (then (return (i64.reinterpret_f64 (global.get $d)))))
      (if (i32.eq (local.get $which) (i32.const 4)) (then
        (table.set $t (i32.const 2) (global.get $r))
        (return (i64.extend_i32_u (call_indirect $t (type $number) (i32.const 2))))))
      (if (i32.eq (local.get $which) (i32.const 5)) (then (return (i64.extend_i32_u (global.get $e)))))
      (if (i32.eq (local.get $which) (i32.const 6)) (then (return (i64.extend_i32_u (global.get $imported)))))
      (if (i32.eq (local.get $which) (i32.const 7)) (then (return (i64.load8_u $own (i32.const 70000)))))
      (if (i32.eq (local.get $which) (i32.const 8)) (then (return (call $look))))
      (if (i32.eq (local.get $which) (i32.const 9)) (then
        (return (i64.extend_i32_u (call_indirect $t (type $number) (i32.const 0))))))
      (if (i32.eq (local.get $which) (i32.const 10)) (then
        (return (i64.extend_i32_u (call $new (i32.const 1))))))
      (if (i32.eq (local.get $which) (i32.const 11)) (then (return (i64.extend_i32_u (call $get-thing)))))
      unreachable)
    (func (export "grow-memory") (drop (memory.grow $own (i32.const 1))))
    (func (export "grow-table") (drop (table.grow $t (ref.null func) (i32.const 1))))
    (func (export "trap") (drop (call $new (i32.const 1))) unreachable))
  (core instance $i (instantiate $m
    (with "l" (instance $l))
    (with "h" (instance
      (export "new" (func $new)) (export "rep" (func $rep))
      (export "get" (func $get-thing)) (export "peek" (func $peek))))))
  (func (export "set") (param "which" u32) (canon lift (core func $i "set")))
  (func (export "get") (param "which" u32) (result s64) (canon lift (core func $i "get")))
  (func (export "grow-memory") (canon lift (core func $i "grow-memory")))
  (func (export "grow-table") (canon lift (core func $i "grow-table")))
  (func (export "trap") (canon lift (core func $i "trap"))))`

/** Draws a random number at its start. */
export const drawsAtStart = `(component
  (import "wasi:random/random@0.2.6" (instance $random (export "get-random-u64" (func (result u64)))))
  (core func $random (canon lower (func $random "get-random-u64")))
  (core module $m
    (import "h" "random" (func $random (result i64)))
    (global $seed (mut i64) (i64.const 0))
    (func $start (global.set $seed (call $random)))
    (func (export "seed") (result i64) (global.get $seed))
    (start $start))
  (core instance $i (instantiate $m (with "h" (instance (export "random" (func $random))))))
  (func (export "seed") (result u64) (canon lift (core func $i "seed"))))`

/** Cannot be put back: its data segment may be gone. */
export const dropsData = `(component
  (core module $m
    (memory 1)
    (data $once "\\2a")
    (func (export "once") (result i32)
      (memory.init $once (i32.const 0) (i32.const 0) (i32.const 1))
      (data.drop $once)
      (i32.load8_u (i32.const 0))))
  (core instance $i (instantiate $m))
  (func (export "once") (result u32) (canon lift (core func $i "once"))))`
