;; A core module that differs: memory 64.
(component
  (import "code" (core module $code (export "m" (memory i64 1))))
  (core instance (instantiate $code)))
