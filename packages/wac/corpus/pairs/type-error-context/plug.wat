(component
  (import "source" (instance $i
    (type $t string)
    (export "make" (func (result $t)))))
  (export "demo:kinds/make" (instance $i)))
