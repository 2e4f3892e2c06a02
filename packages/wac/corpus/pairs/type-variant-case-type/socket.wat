;; The sides differ in a named type: variant case type.
(component
  (import "demo:kinds/make" (instance $i
    (type $inner (variant (case "a") (case "b" u8)))
    (export "kind" (type $kind (eq $inner)))
    (export "make" (func (param "a" $kind)))))
  (alias export $i "make" (func $f))
  (export "run" (func $f)))
