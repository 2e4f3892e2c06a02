(component
  (import "source" (instance $i
    (type $s (stream u16))
    (export "make" (func (result $s)))))
  (export "demo:kinds/make" (instance $i)))
