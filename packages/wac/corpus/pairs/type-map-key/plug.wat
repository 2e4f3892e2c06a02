(component
  (import "source" (instance $i
    (type $t (map u32 u8))
    (export "make" (func (result $t)))))
  (export "demo:kinds/make" (instance $i)))
