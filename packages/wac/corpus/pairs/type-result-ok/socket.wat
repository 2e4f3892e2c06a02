;; The function returns (result u8), and (result u16) on the other side.
(component
  (import "demo:kinds/make" (instance $i
    (type $t (result u8))
    (export "make" (func (result $t)))))
  (alias export $i "make" (func $f))
  (export "run" (func $f)))
