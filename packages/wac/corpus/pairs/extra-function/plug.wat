(component
  (import "source" (instance $i
    (export "next" (func (result u32)))
    (export "last" (func (result u32)))))
  (export "demo:math/number@1.0.0" (instance $i)))
