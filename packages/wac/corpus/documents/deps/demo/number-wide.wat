;; As number.wat, but the number has 64 bits.
(component
  (core module $code
    (func (export "next") (result i64)
      i64.const 7))
  (core instance $made (instantiate $code))
  (func $next (result u64) (canon lift (core func $made "next")))
  (instance $number (export "next" (func $next)))
  (export "demo:math/number@1.0.0" (instance $number)))
