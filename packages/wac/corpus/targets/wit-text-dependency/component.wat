;; A dependency in the text format of WebAssembly is not read as WIT.
(component
  (core module $code (func (export "run") (result i32) i32.const 1))
  (core instance $made (instantiate $code))
  (func $run (result u32) (canon lift (core func $made "run")))
  (export "run" (func $run)))
