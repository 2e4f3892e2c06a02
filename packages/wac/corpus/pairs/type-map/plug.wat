(component
  (import "source" (instance $i
    (type $t (map string u16))
    (export "make" (func (result $t)))))
  (export "demo:kinds/make" (instance $i)))
