(component
  (import "source" (instance $i
    (type $inner (enum "green" "red"))
    (export "kind" (type $kind (eq $inner)))
    (export "make" (func (param "a" $kind)))))
  (export "demo:kinds/make" (instance $i)))
