(component
  (core module $code (func (export "f") (result i32) i32.const 1))
  (core instance $made (instantiate $code))
  (func $f (result u32) (canon lift (core func $made "f")))
  (instance $i (export "next" (func $f)))
  (export "demo:math/number@1.1.0" (instance $i))
  (export "demo:math/number@1.2.0" (instance $i)))
