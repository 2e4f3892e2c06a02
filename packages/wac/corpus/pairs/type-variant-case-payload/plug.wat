(component
  (import "source" (instance $i
    (type $inner (variant (case "a") (case "b")))
    (export "kind" (type $kind (eq $inner)))
    (export "make" (func (param "a" $kind)))))
  (export "demo:kinds/make" (instance $i)))
