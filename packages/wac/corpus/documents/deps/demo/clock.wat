;; Exports a plain function.
(component
  (core module $code
    (func (export "clock") (result i64)
      i64.const 1000))
  (core instance $made (instantiate $code))
  (func $clock (result u64) (canon lift (core func $made "clock")))
  (export "clock" (func $clock)))
