(component
  (import "source" (instance $i
    (type $t (future u16))
    (export "make" (func (result $t)))))
  (export "demo:kinds/make" (instance $i)))
