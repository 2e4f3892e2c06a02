(component
  (import "source" (instance $i
    (export "handle" (type $handle (sub resource)))
    (export "make" (func (result (own $handle))))
    (export "[method]handle.get" (func (param "self" (borrow $handle)) (result u32)))))
  (export "demo:store/handles" (instance $i)))
