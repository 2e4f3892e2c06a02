;; A component whose component has an export of another type.
(component
  (import "part" (component $part (export "f" (func (result u8))))))
