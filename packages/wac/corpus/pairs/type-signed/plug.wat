(component
  (import "source" (instance $i
    (export "make" (func (result s32)))))
  (export "demo:kinds/make" (instance $i)))
