(component
  (core module $code (memory (export "m") 1))
  (export "code" (core module $code)))
