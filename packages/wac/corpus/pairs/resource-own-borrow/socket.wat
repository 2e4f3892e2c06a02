;; Owned on one side and borrowed on the other.
(component
  (import "demo:store/handles" (instance $i
    (export "handle" (type $handle (sub resource)))
    (export "take" (func (param "h" (own $handle))))))
  (alias export $i "take" (func $f))
  (alias export $i "handle" (type $handle))
  (export $h "handle" (type $handle))
  (export "run" (func $f) (func (param "h" (own $h)))))
