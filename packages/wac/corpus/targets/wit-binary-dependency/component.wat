;; A dependency that is an encoded WIT package.
(component
  (import "demo:math/number@1.0.0" (instance $number (export "next" (func (result u32)))))
  (alias export $number "next" (func $next))
  (export "run" (func $next)))
