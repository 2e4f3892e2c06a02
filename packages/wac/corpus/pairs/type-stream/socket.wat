;; Streams of other elements.
(component
  (import "demo:kinds/make" (instance $i
    (type $s (stream u8))
    (export "make" (func (result $s)))))
  (alias export $i "make" (func $f))
  (export "run" (func $f)))
