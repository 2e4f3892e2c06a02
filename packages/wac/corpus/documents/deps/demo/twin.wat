;; Two imports whose last segments are the same: `number` alone is ambiguous.
(component
  (import "demo:math/number@1.0.0" (instance $a (export "next" (func (result u32)))))
  (import "demo:other/number" (instance $b (export "next" (func (result u32)))))
  (alias export $a "next" (func $first))
  (alias export $b "next" (func $second))
  (export "first" (func $first))
  (export "second" (func $second)))
