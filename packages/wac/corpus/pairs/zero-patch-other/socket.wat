;; Below 0.1 another patch does not fit.
(component
  (import "demo:math/number@0.0.1" (instance $i
    (export "next" (func (result u32)))))
  (alias export $i "next" (func $f))
  (export "run" (func $f)))
