;; A core module that differs: global mutable.
(component
  (import "code" (core module $code (export "g" (global (mut i32)))))
  (core instance (instantiate $code)))
