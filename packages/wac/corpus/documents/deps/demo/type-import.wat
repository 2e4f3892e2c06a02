;; Imports a resource type at the level of the component.
(component
  (import "handle" (type $handle (sub resource)))
  (import "open" (func $open (result (own $handle))))
  (export "open" (func $open)))
