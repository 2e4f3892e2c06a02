(component
  (core module $code (table (export "t") 1 funcref))
  (export "code" (core module $code)))
