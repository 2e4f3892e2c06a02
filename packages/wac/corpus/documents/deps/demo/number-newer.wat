;; As number.wat, of a later version that a socket of 1.0.0 can use.
(component
  (core module $code
    (func (export "next") (result i32)
      i32.const 8))
  (core instance $made (instantiate $code))
  (func $next (result u32) (canon lift (core func $made "next")))
  (instance $number (export "next" (func $next)))
  (export "demo:math/number@1.4.0" (instance $number)))
