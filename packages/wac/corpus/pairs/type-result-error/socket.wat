;; The function returns (result u8 (error string)), and (result u8) on the other side.
(component
  (import "demo:kinds/make" (instance $i
    (type $t (result u8 (error string)))
    (export "make" (func (result $t)))))
  (alias export $i "make" (func $f))
  (export "run" (func $f)))
