(component
  (core module $code
    (func (export "add") (result i32)
      i32.const 8))
  (core instance $made (instantiate $code))
  (func $f (result u32) (canon lift (core func $made "add")))
  (instance $i (export "add" (func $f)))
  (export "demo:math/sum@1.0.0" (instance $i)))
