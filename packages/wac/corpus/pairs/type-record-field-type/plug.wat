(component
  (import "source" (instance $i
    (type $inner (record (field "x" u8) (field "y" (option u16))))
    (export "kind" (type $kind (eq $inner)))
    (export "make" (func (param "a" $kind)))))
  (export "demo:kinds/make" (instance $i)))
