;; Wants more functions of the number than adder.wat does.
(component
  (import "demo:math/number@1.2.0" (instance $number
    (export "next" (func (result u32)))
    (export "last" (func (result u32)))))
  (alias export $number "last" (func $last))
  (export "run" (func $last)))
