;; A record where a resource is wanted.
(component
  (import "demo:store/handles" (instance $i
    (export "handle" (type $handle (sub resource))))))
