(component
  (import "source" (instance $i
    (type $t (tuple u8 u8 u8))
    (export "make" (func (result $t)))))
  (export "demo:kinds/make" (instance $i)))
