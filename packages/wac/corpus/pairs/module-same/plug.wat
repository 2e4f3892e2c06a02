(component
  (core module $code (func (export "f") (param i32) (result i64) i64.const 0) (memory (export "m") 2))
  (export "code" (core module $code)))
