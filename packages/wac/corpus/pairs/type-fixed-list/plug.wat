(component
  (import "source" (instance $i
    (type $t (list u8 5))
    (export "make" (func (result $t)))))
  (export "demo:kinds/make" (instance $i)))
