(component
  (core module $code (memory (export "m") 1 2))
  (export "code" (core module $code)))
