;; A core module that differs: global type.
(component
  (import "code" (core module $code (export "g" (global i32))))
  (core instance (instantiate $code)))
