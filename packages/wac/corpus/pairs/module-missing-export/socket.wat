;; A core module that differs: missing export.
(component
  (import "code" (core module $code (export "f" (func)) (export "g" (func))))
  (core instance (instantiate $code)))
