;; A core module that differs: function.
(component
  (import "code" (core module $code (export "f" (func (param i32)))))
  (core instance (instantiate $code)))
