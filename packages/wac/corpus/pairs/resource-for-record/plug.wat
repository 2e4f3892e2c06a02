(component
  (import "source" (instance $i
    (type $r (record (field "x" u8)))
    (export "handle" (type (eq $r)))))
  (export "demo:store/handles" (instance $i)))
