;; The plug is eight bytes: an empty component.
(component
  (import "demo:math/number@1.0.0" (instance $i
    (export "next" (func (result u32)))))
  (alias export $i "next" (func $f))
  (export "run" (func $f)))
