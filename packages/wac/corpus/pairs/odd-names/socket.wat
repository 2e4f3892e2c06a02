;; Names that mean something to JavaScript.
(component
  (import "constructor" (func $a (result u32)))
  (import "then" (func $b (result u32)))
  (import "to-string" (func $c (result u32)))
  (export "value-of" (func $a))
  (export "prototype" (func $b))
  (export "proto" (func $c)))
