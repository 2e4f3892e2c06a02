(component
  (import "source" (instance $i
    (type $t (future u8))
    (export "make" (func (result $t)))))
  (export "demo:kinds/make" (instance $i)))
