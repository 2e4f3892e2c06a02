;; The function returns (list u8), and (list s8) on the other side.
(component
  (import "demo:kinds/make" (instance $i
    (type $t (list u8))
    (export "make" (func (result $t)))))
  (alias export $i "make" (func $f))
  (export "run" (func $f)))
