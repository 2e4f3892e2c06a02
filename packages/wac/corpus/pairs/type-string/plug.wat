(component
  (import "source" (instance $i
    (export "make" (func (result u32)))))
  (export "demo:kinds/make" (instance $i)))
