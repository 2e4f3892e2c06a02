(component
  (component $part
    (core module $code (func (export "f")))
    (core instance $made (instantiate $code))
    (func $f (canon lift (core func $made "f")))
    (export "f" (func $f)))
  (export "part" (component $part)))
