;; The function returns string, and u32 on the other side.
(component
  (import "demo:kinds/make" (instance $i
    (export "make" (func (result string)))))
  (alias export $i "make" (func $f))
  (export "run" (func $f)))
