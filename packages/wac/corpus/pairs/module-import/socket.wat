;; The socket imports a core module and the plug exports one.
(component
  (import "code" (core module $code (export "f" (func))))
  (core instance (instantiate $code)))
