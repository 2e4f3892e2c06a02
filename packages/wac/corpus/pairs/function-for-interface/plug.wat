(component
  (import "source" (func $f (result u32)))
  (export "number" (func $f)))
