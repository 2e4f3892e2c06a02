;; The function returns nothing.
(component
  (import "demo:kinds/make" (instance $i
    (export "make" (func (result u8)))))
  (alias export $i "make" (func $f))
  (export "run" (func $f)))
