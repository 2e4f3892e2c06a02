(component
  (core module $code (tag (export "t") (param i64)))
  (export "code" (core module $code)))
