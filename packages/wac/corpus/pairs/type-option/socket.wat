;; The function returns (option string), and (option char) on the other side.
(component
  (import "demo:kinds/make" (instance $i
    (type $t (option string))
    (export "make" (func (result $t)))))
  (alias export $i "make" (func $f))
  (export "run" (func $f)))
