(component
  (import "source" (instance $i
    (export "handle" (type $handle (sub resource)))
    (export "take" (func (param "h" (borrow $handle))))))
  (export "demo:store/handles" (instance $i)))
