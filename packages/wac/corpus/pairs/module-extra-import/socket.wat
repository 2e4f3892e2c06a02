;; A core module that imports what the socket does not give.
(component
  (import "code" (core module $code (export "f" (func))))
  (core instance (instantiate $code)))
