;; A core module that differs: memory shared.
(component
  (import "code" (core module $code (export "m" (memory 1 2 shared))))
  (core instance (instantiate $code)))
