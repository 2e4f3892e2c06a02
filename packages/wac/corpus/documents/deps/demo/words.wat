;; Exports an interface with a function that answers with text.
(component
  (core module $code
    (memory (export "memory") 1)
    (data (i32.const 0) "\08\00\00\00\05\00\00\00hello")
    (func (export "say") (result i32)
      i32.const 0))
  (core instance $made (instantiate $code))
  (alias core export $made "memory" (core memory $memory))
  (func $say (result string) (canon lift (core func $made "say") (memory $memory)))
  (instance $words (export "say" (func $say)))
  (export "demo:text/words@0.2.1" (instance $words)))
