;; A component whose component lacks an export.
(component
  (import "part" (component $part (export "f" (func)))))
