(component
  (import "source" (instance $i
    (type $inner (enum "red" "blue"))
    (export "kind" (type $kind (eq $inner)))
    (export "make" (func (param "a" $kind)))))
  (export "demo:kinds/make" (instance $i)))
