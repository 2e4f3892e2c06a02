;; The second version of the same package.
(component
  (import "demo:math/number@1.0.0" (instance $number (export "next" (func (result u32)))))
  (alias export $number "next" (func $next))
  (export "two" (func $next)))
