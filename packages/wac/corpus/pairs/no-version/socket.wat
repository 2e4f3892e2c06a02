;; Names without versions.
(component
  (import "demo:math/number" (instance $i
    (export "next" (func (result u32)))))
  (alias export $i "next" (func $f))
  (export "run" (func $f)))
