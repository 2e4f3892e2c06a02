;; A core module that differs: memory limits.
(component
  (import "code" (core module $code (export "m" (memory 2))))
  (core instance (instantiate $code)))
