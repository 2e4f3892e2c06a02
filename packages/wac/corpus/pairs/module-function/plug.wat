(component
  (core module $code (func (export "f") (param i64)))
  (export "code" (core module $code)))
