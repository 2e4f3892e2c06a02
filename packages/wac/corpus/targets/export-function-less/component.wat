;; The component gives fewer functions of an interface than the world wants.
(component
  (import "demo:math/number@1.0.0" (instance $number (export "next" (func (result u32)))))
  (export "demo:math/number@1.0.0" (instance $number)))
