;; Below 1.0 the minor version has to be the same: it is.
(component
  (import "demo:math/number@0.2.0" (instance $i
    (export "next" (func (result u32)))))
  (alias export $i "next" (func $f))
  (export "run" (func $f)))
