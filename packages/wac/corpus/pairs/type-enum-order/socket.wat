;; The sides differ in a named type: enum order.
(component
  (import "demo:kinds/make" (instance $i
    (type $inner (enum "red" "green"))
    (export "kind" (type $kind (eq $inner)))
    (export "make" (func (param "a" $kind)))))
  (alias export $i "make" (func $f))
  (export "run" (func $f)))
