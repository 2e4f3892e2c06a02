;; The sides differ in a named type: record for variant.
(component
  (import "demo:kinds/make" (instance $i
    (type $inner (record (field "x" u8)))
    (export "kind" (type $kind (eq $inner)))
    (export "make" (func (param "a" $kind)))))
  (alias export $i "make" (func $f))
  (export "run" (func $f)))
