(component
  (import "source" (instance $i
    (export "make" (func))))
  (export "demo:kinds/make" (instance $i)))
