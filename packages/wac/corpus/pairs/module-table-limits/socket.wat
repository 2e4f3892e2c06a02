;; A core module that differs: table limits.
(component
  (import "code" (core module $code (export "t" (table 1 2 funcref))))
  (core instance (instantiate $code)))
