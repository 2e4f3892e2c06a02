;; A resource with a method.
(component
  (import "demo:store/handles" (instance $i
    (export "handle" (type $handle (sub resource)))
    (export "make" (func (result (own $handle))))
    (export "[method]handle.get" (func (param "self" (borrow $handle)) (result u32)))))
  (alias export $i "make" (func $f))
  (alias export $i "handle" (type $handle))
  (export $h "handle" (type $handle))
  (export "run" (func $f) (func (result (own $h)))))
