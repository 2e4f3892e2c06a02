;; A core module that differs: kind.
(component
  (import "code" (core module $code (export "x" (global i32))))
  (core instance (instantiate $code)))
