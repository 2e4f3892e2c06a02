;; Build metadata does not count.
(component
  (import "demo:math/number@1.0.0+a" (instance $i
    (export "next" (func (result u32)))))
  (alias export $i "next" (func $f))
  (export "run" (func $f)))
