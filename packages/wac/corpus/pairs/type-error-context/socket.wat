;; The function returns error-context, and string on the other side.
(component
  (import "demo:kinds/make" (instance $i
    (type $t error-context)
    (export "make" (func (result $t)))))
  (alias export $i "make" (func $f))
  (export "run" (func $f)))
