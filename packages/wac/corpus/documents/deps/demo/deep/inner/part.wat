;; A package whose name has four parts.
(component
  (core module $code (func (export "f")))
  (core instance $made (instantiate $code))
  (func $f (canon lift (core func $made "f")))
  (export "f" (func $f)))
