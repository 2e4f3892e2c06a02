(component
  (import "demo:math/seed@1.0.0" (instance $seed (export "get" (func (result u32)))))
  (alias export $seed "get" (func $get))
  (instance $i (export "next" (func $get)))
  (export "demo:math/number@1.0.0" (instance $i)))
