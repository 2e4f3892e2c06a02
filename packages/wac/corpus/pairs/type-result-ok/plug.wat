(component
  (import "source" (instance $i
    (type $t (result u16))
    (export "make" (func (result $t)))))
  (export "demo:kinds/make" (instance $i)))
