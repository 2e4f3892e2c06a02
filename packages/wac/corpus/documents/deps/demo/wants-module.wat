;; Imports a core module.
(component
  (import "code" (core module $code (export "f" (func))))
  (core instance (instantiate $code)))
