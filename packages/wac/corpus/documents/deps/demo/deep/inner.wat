;; A package whose name has three parts, beside a folder of the same name.
(component
  (core module $code (func (export "g")))
  (core instance $made (instantiate $code))
  (func $g (canon lift (core func $made "g")))
  (export "g" (func $g)))
