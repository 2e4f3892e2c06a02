(component
  (import "source" (instance $i
    (export "make" (func (param "other" u8)))))
  (export "demo:kinds/make" (instance $i)))
