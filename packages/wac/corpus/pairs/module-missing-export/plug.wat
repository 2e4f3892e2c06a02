(component
  (core module $code (func (export "f")))
  (export "code" (core module $code)))
