;; The resource lacks a method.
(component
  (import "demo:store/handles" (instance $i
    (export "handle" (type $handle (sub resource)))
    (export "[method]handle.get" (func (param "self" (borrow $handle)) (result u32))))))
