;; Parts behind a feature that is not on.
(component
  (core module $code (func (export "run") (result i32) i32.const 1))
  (core instance $made (instantiate $code))
  (func $run (result u32) (canon lift (core func $made "run")))
  (export "run" (func $run)))
