(component
  (import "source" (instance $i
    (type $t (list s8))
    (export "make" (func (result $t)))))
  (export "demo:kinds/make" (instance $i)))
