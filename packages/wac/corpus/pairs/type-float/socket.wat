;; The function returns f32, and f64 on the other side.
(component
  (import "demo:kinds/make" (instance $i
    (export "make" (func (result f32)))))
  (alias export $i "make" (func $f))
  (export "run" (func $f)))
