;; Functions at the level of the world.
(component
  (import "ask" (func $ask (param "question" string) (result string)))
  (import "count" (func $count (result u32)))
  (export "ask-again" (func $ask))
  (export "count-again" (func $count)))
