(component
  (core module $code (func (export "__proto__") (result i32) i32.const 1))
  (core instance $made (instantiate $code))
  (func $f (result u32) (canon lift (core func $made "__proto__")))
  (export "then" (func $f))
  (export "constructor" (func $f)))
