;; The function returns (list u8 4), and (list u8 5) on the other side.
(component
  (import "demo:kinds/make" (instance $i
    (type $t (list u8 4))
    (export "make" (func (result $t)))))
  (alias export $i "make" (func $f))
  (export "run" (func $f)))
