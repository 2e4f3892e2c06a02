(component
  (import "source" (instance $i
    (type $r (record (field "deep" (option (list (result u8 (error (tuple string u32)))))) ))
    (export "kind" (type $k (eq $r)))
    (export "make" (func (param "a" $k)))))
  (export "demo:kinds/make" (instance $i)))
