(component
  (import "source" (instance $i
    (export "make" (func (result u64)))))
  (export "demo:kinds/make" (instance $i)))
