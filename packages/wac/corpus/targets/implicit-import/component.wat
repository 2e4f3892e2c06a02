;; An interface that the world has only through a use.
(component
  (import "demo:kinds/shapes" (instance $shapes
    (type $p (record (field "x" u8)))
    (export "point" (type (eq $p)))))
  (alias export $shapes "point" (type $point))
  (import "demo:kinds/canvas" (instance $canvas
    (alias outer 1 $point (type $outer))
    (export "point" (type $inner (eq $outer)))
    (export "draw" (func (param "at" $inner))))))
