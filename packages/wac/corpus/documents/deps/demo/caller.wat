;; Imports plain functions by plain names.
(component
  (import "log" (func $log (param "message" string)))
  (import "clock" (func $clock (result u64)))
  (export "note" (func $log))
  (export "time" (func $clock)))
