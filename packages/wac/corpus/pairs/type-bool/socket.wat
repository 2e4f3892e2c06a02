;; The function returns bool, and u8 on the other side.
(component
  (import "demo:kinds/make" (instance $i
    (export "make" (func (result bool)))))
  (alias export $i "make" (func $f))
  (export "run" (func $f)))
