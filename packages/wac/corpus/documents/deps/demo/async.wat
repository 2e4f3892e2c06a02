;; An async function, a stream and a future.
(component
  (type $bytes (stream u8))
  (type $done (future))
  (import "read" (func $read async (param "from" $bytes) (result $done)))
  (export "read" (func $read)))
