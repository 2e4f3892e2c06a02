;; The socket imports a component and the plug exports one.
(component
  (import "part" (component $part (export "f" (func))))
  (instance $made (instantiate $part))
  (alias export $made "f" (func $f))
  (export "run" (func $f)))
