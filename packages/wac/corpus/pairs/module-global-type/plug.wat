(component
  (core module $code (global (export "g") i64 (i64.const 0)))
  (export "code" (core module $code)))
