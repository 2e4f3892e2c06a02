(component
  (core module $code
    (func (export "count") (result i32)
      i32.const 3))
  (core instance $made (instantiate $code))
  (func $count (result u32) (canon lift (core func $made "count")))
  (export "count" (func $count)))
