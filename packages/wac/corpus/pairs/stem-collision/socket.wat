;; Two plugs of one name are numbered, and a third bears such a name.
(component
  (import "demo:math/number@1.0.0" (instance $number (export "next" (func (result u32)))))
  (import "demo:math/sum@1.0.0" (instance $sum (export "add" (func (result u32)))))
  (alias export $number "next" (func $next))
  (alias export $sum "add" (func $add))
  (export "next" (func $next))
  (export "add" (func $add)))
