(component
  (import "source" (instance $i
    (export "make" (func (result u8)))))
  (export "demo:kinds/make" (instance $i)))
