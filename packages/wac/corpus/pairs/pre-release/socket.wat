;; A pre-release fits only itself.
(component
  (import "demo:math/number@1.0.0-rc.1" (instance $i
    (export "next" (func (result u32)))))
  (alias export $i "next" (func $f))
  (export "run" (func $f)))
