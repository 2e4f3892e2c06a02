;; A core module that differs: same.
(component
  (import "code" (core module $code (export "f" (func (param i32) (result i64))) (export "m" (memory 1))))
  (core instance (instantiate $code)))
