;; The function returns (future), and (future u8) on the other side.
(component
  (import "demo:kinds/make" (instance $i
    (type $t (future))
    (export "make" (func (result $t)))))
  (alias export $i "make" (func $f))
  (export "run" (func $f)))
