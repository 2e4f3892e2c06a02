(component
  (component $part (import "g" (func $g (result u16))) (export "f" (func $g)))
  (export "part" (component $part)))
