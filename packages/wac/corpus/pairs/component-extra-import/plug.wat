(component
  (component $part (import "g" (func $g (result u8))) (export "f" (func $g)))
  (export "part" (component $part)))
