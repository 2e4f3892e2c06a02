(component
  (core module $code
    (func (export "get") (result i32)
      i32.const 5))
  (core instance $made (instantiate $code))
  (func $f (result u32) (canon lift (core func $made "get")))
  (instance $i (export "get" (func $f)))
  (export "demo:math/seed@1.0.0" (instance $i)))
