;; Imports a number and words, both versioned, and exports their functions.
(component
  (import "demo:math/number@1.0.0" (instance $number
    (export "next" (func (result u32)))))
  (import "demo:text/words@0.2.0" (instance $words
    (export "say" (func (result string)))))
  (alias export $number "next" (func $next))
  (alias export $words "say" (func $say))
  (export "next" (func $next))
  (export "say" (func $say)))
