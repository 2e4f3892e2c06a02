;; The plug has an import that the socket has too.
(component
  (import "log" (func $log (param "text" string)))
  (import "demo:math/number@1.0.0" (instance $number (export "next" (func (result u32)))))
  (alias export $number "next" (func $next))
  (export "note" (func $log))
  (export "run" (func $next)))
