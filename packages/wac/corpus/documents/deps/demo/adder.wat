;; Imports a number and exports its function as `run`, and an interface made of it.
(component
  (import "demo:math/number@1.0.0" (instance $number
    (export "next" (func (result u32)))))
  (alias export $number "next" (func $next))
  (instance $sum (export "add" (func $next)))
  (export "run" (func $next))
  (export "demo:math/sum@1.0.0" (instance $sum)))
