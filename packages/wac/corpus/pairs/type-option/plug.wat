(component
  (import "source" (instance $i
    (type $t (option char))
    (export "make" (func (result $t)))))
  (export "demo:kinds/make" (instance $i)))
