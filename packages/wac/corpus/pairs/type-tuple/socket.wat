;; The function returns (tuple u8 u8), and (tuple u8 u8 u8) on the other side.
(component
  (import "demo:kinds/make" (instance $i
    (type $t (tuple u8 u8))
    (export "make" (func (result $t)))))
  (alias export $i "make" (func $f))
  (export "run" (func $f)))
