(component
  (instance $i)
  (export "demo:math/number@1.0.0" (instance $i)))
