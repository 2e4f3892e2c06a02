;; The function returns (future u8), and (future u16) on the other side.
(component
  (import "demo:kinds/make" (instance $i
    (type $t (future u8))
    (export "make" (func (result $t)))))
  (alias export $i "make" (func $f))
  (export "run" (func $f)))
