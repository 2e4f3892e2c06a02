(component
  (core module $code (func (export "f") (result i32) i32.const 1))
  (core instance $made (instantiate $code))
  (func $f (result u32) (canon lift (core func $made "f")))
  (instance $sum (export "add" (func $f)))
  (instance $number (export "next" (func $f)))
  (export "demo:math/sum@1.0.0" (instance $sum))
  (export "demo:math/unused" (instance $sum))
  (export "demo:math/number@1.0.0" (instance $number)))
