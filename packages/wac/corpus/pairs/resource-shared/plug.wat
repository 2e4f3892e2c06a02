(component
  (import "demo:store/handles" (instance $handles (export "handle" (type (sub resource)))))
  (alias export $handles "handle" (type $handle))
  (import "source" (instance $open
    (alias outer 1 $handle (type $h))
    (export "handle" (type $t (eq $h)))
    (export "open" (func (result (own $t))))))
  (export "demo:store/open" (instance $open)))
