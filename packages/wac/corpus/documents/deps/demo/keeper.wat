;; Uses the resource of maker.wat and hands it on.
(component
  (import "demo:store/counters" (instance $counters
    (export "counter" (type $counter (sub resource)))
    (export "[constructor]counter" (func (param "start" u32) (result (own $counter))))
    (export "[method]counter.get" (func (param "self" (borrow $counter)) (result u32)))))
  (export "demo:store/counters" (instance $counters)))
