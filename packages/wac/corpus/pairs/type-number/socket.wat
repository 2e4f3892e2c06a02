;; The function returns u32, and u64 on the other side.
(component
  (import "demo:kinds/make" (instance $i
    (export "make" (func (result u32)))))
  (alias export $i "make" (func $f))
  (export "run" (func $f)))
