(component
  (core module $code (global (export "g") i32 (i32.const 0)))
  (export "code" (core module $code)))
