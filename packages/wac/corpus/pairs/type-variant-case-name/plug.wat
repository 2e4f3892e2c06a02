(component
  (import "source" (instance $i
    (type $inner (variant (case "a") (case "c" u8)))
    (export "kind" (type $kind (eq $inner)))
    (export "make" (func (param "a" $kind)))))
  (export "demo:kinds/make" (instance $i)))
