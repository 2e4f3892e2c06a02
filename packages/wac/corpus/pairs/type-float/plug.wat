(component
  (import "source" (instance $i
    (export "make" (func (result f64)))))
  (export "demo:kinds/make" (instance $i)))
