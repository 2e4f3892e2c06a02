;; Hands on what it imports: both interfaces at once, for spreads.
(component
  (import "number" (instance $number (export "next" (func (result u32)))))
  (import "words" (instance $words (export "say" (func (result string)))))
  (export "demo:math/number@1.0.0" (instance $number))
  (export "demo:text/words@0.2.0" (instance $words)))
