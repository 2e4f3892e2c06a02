;; An async export where a plain one is wanted.
(component
  (import "read" (func $read async (result u32)))
  (export "read" (func $read)))
