;; One parameter more.
(component
  (import "demo:kinds/make" (instance $i
    (export "make" (func (param "one" u8)))))
  (alias export $i "make" (func $f))
  (export "run" (func $f)))
