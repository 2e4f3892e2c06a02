(component
  (import "source" (instance $i
    (type $t (result u8))
    (export "make" (func (result $t)))))
  (export "demo:kinds/make" (instance $i)))
