(component
  (core module $code
    (func (export "next") (result i32)
      i32.const 7))
  (core instance $made (instantiate $code))
  (func $f (result u32) (canon lift (core func $made "next")))
  (instance $i (export "next" (func $f)))
  (export "demo:math/number@1.0.0" (instance $i)))
