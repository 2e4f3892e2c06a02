;; The first version of a package.
(component
  (import "demo:math/number@1.0.0" (instance $number (export "next" (func (result u32)))))
  (alias export $number "next" (func $next))
  (export "one" (func $next)))
