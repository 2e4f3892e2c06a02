;; Named types that are the same on both sides.
(component
  (import "demo:kinds/make" (instance $i
    (type $inner (record (field "x" u8)))
    (export "kind" (type $kind (eq $inner)))
    (export "make" (func (param "a" $kind)))))
  (alias export $i "make" (func $f))
  (export "run" (func $f)))
