;; An async function on one side.
(component
  (import "demo:kinds/make" (instance $i
    (export "make" (func async (result u8)))))
  (alias export $i "make" (func $f))
  (export "run" (func $f)))
