(component
  (import "source" (instance $i
    (export "handle" (type $handle (sub resource)))))
  (export "demo:store/handles" (instance $i)))
