;; Unexpected imports, missing exports and other types at once.
(component
  (import "log" (func $log (param "text" string)))
  (import "demo:other/thing" (instance (export "f" (func))))
  (import "demo:math/number@1.0.0" (instance $number (export "next" (func (param "seed" u8) (result u32)))))
  (alias export $number "next" (func $next))
  (export "run" (func $next))
  (export "note" (func $log)))
