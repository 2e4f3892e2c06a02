(component
  (core module $code (import "env" "g" (func)) (func (export "f")))
  (export "code" (core module $code)))
