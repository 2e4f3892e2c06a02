;; A component whose component imports more.
(component
  (import "part" (component $part (export "f" (func (result u8))))))
