;; Defines a resource, with a constructor and a method.
(component
  (core module $code
    (func (export "new") (param i32) (result i32) local.get 0)
    (func (export "get") (param i32) (result i32) local.get 0))
  (core instance $made (instantiate $code))
  (type $counter (resource (rep i32)))
  (core func $wrap (canon resource.new $counter))
  (func $new (param "start" u32) (result (own $counter))
    (canon lift (core func $made "new")))
  (func $get (param "self" (borrow $counter)) (result u32)
    (canon lift (core func $made "get")))
  (component $shape
    (import "import-counter" (type $counter (sub resource)))
    (import "import-new" (func $new (param "start" u32) (result (own $counter))))
    (import "import-get" (func $get (param "self" (borrow $counter)) (result u32)))
    (export $exported "counter" (type $counter))
    (export "[constructor]counter" (func $new)
      (func (param "start" u32) (result (own $exported))))
    (export "[method]counter.get" (func $get)
      (func (param "self" (borrow $exported)) (result u32))))
  (instance $counters (instantiate $shape
    (with "import-counter" (type $counter))
    (with "import-new" (func $new))
    (with "import-get" (func $get))))
  (export "demo:store/counters" (instance $counters)))
