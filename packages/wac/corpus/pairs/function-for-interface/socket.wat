;; A function has the name of an interface.
(component
  (import "number" (instance $i (export "next" (func (result u32)))))
  (alias export $i "next" (func $f))
  (export "run" (func $f)))
