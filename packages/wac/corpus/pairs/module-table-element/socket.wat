;; A core module that differs: table element.
(component
  (import "code" (core module $code (export "t" (table 1 externref))))
  (core instance (instantiate $code)))
