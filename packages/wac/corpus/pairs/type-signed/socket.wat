;; The function returns u32, and s32 on the other side.
(component
  (import "demo:kinds/make" (instance $i
    (export "make" (func (result u32)))))
  (alias export $i "make" (func $f))
  (export "run" (func $f)))
