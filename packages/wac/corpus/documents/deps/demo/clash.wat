;; Wants the number of adder.wat with another type.
(component
  (import "demo:math/number@1.0.0" (instance $number
    (export "next" (func (param "seed" string) (result u32)))))
  (alias export $number "next" (func $next))
  (export "run" (func $next)))
