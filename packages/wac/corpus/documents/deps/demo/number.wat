;; Exports an interface with one function that answers 7.
(component
  (core module $code
    (func (export "next") (result i32)
      i32.const 7))
  (core instance $made (instantiate $code))
  (func $next (result u32) (canon lift (core func $made "next")))
  (instance $number (export "next" (func $next)))
  (export "demo:math/number@1.0.0" (instance $number)))
