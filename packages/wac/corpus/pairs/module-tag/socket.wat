;; A core module that differs: tag.
(component
  (import "code" (core module $code (export "t" (tag (param i32)))))
  (core instance (instantiate $code)))
