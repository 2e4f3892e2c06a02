(component
  (import "source" (instance $i
    (export "make" (func (param "one" u8) (param "two" u8)))))
  (export "demo:kinds/make" (instance $i)))
