;; The difference lies five levels down.
(component
  (import "demo:kinds/make" (instance $i
    (type $r (record (field "deep" (option (list (result u8 (error (tuple string char)))))) ))
    (export "kind" (type $k (eq $r)))
    (export "make" (func (param "a" $k)))))
  (alias export $i "make" (func $f))
  (export "run" (func $f)))
