;; A field of a record in an export has another type.
(component
  (import "source" (instance $i
    (type $r (record (field "x" u8) (field "names" (list string))))
    (export "point" (type $p (eq $r)))
    (export "make" (func (result $p)))))
  (export "demo:target/points" (instance $i)))
