;; An interface without functions.
(component
  (import "demo:math/number@1.0.0" (instance)))
