(component
  (core module $code (func (export "x")))
  (export "code" (core module $code)))
