import { parseWat } from '@wasm-airlock/wac'

/** A component that takes requests, and traps at each. */
export function makeTrappingApp(): Promise<Uint8Array> {
  return parseWat(`(component
    (import "wasi:http/types@0.2.3" (instance $types
      (export "incoming-request" (type (sub resource)))
      (export "response-outparam" (type (sub resource)))))
    (alias export $types "incoming-request" (type $request))
    (alias export $types "response-outparam" (type $out))
    (core module $m (func (export "handle") (param i32 i32) unreachable))
    (core instance $i (instantiate $m))
    (func $handle (param "request" (own $request)) (param "response-out" (own $out))
      (canon lift (core func $i "handle")))
    (instance $handler (export "handle" (func $handle)))
    (export "wasi:http/incoming-handler@0.2.3" (instance $handler)))`)
}
