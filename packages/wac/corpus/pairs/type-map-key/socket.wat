;; The function returns (map string u8), and (map u32 u8) on the other side.
(component
  (import "demo:kinds/make" (instance $i
    (type $t (map string u8))
    (export "make" (func (result $t)))))
  (alias export $i "make" (func $f))
  (export "run" (func $f)))
