/** Text of data that memory holds from the start: its bytes one after the other, from address 0. */
function dataText(data: Uint8Array): string {
  const bytes = [...data].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`)
  return data.length === 0 ? '' : `(data (i32.const 0) "${bytes.join('')}")`
}

/**
 * The core module that has the memory: what a call needs is taken from it piece after piece, and given back as a
 * whole when its result has been read (`reset`). So memory grows to what the largest call needs, and no further;
 * where it cannot grow, the call traps.
 *
 * @param data What lies at its beginning.
 * @returns Text of the module; exports `memory`, `cabi_realloc` and `reset`.
 */
export function writeAllocator(data: Uint8Array = new Uint8Array()): string {
  const start = Math.ceil((data.length + 1) / 16) * 16
  const pages = Math.ceil((start + 1) / 65_536)
  // Addresses are counted in 64 bits: the end of a block may be one beyond the last address that 32 bits have.
  return `(module
    (memory (export "memory") ${pages})
    ${dataText(data)}
    (global $free (mut i64) (i64.const ${start}))
    (func (export "reset") (global.set $free (i64.const ${start})))
    (func (export "cabi_realloc")
      (param $old i32) (param $old-size i32) (param $align i32) (param $size i32) (result i32)
      (local $at i64) (local $pages i64)
      (local.set $at
        (i64.and
          (i64.add (global.get $free) (i64.extend_i32_u (i32.sub (local.get $align) (i32.const 1))))
          (i64.sub (i64.const 0) (i64.extend_i32_u (local.get $align)))))
      (if (local.get $old-size)
        (then
          (if (i64.eq
                (i64.add (i64.extend_i32_u (local.get $old)) (i64.extend_i32_u (local.get $old-size)))
                (global.get $free))
            (then
              (if (i32.eqz (i32.and (local.get $old) (i32.sub (local.get $align) (i32.const 1))))
                (then (local.set $at (i64.extend_i32_u (local.get $old))))))
            (else
              (if (i32.le_u (local.get $size) (local.get $old-size)) (then (return (local.get $old))))))))
      (local.set $pages
        (i64.sub
          (i64.shr_u
            (i64.add (i64.add (local.get $at) (i64.extend_i32_u (local.get $size))) (i64.const 65535))
            (i64.const 16))
          (i64.extend_i32_u (memory.size))))
      (if (i64.gt_s (local.get $pages) (i64.const 0))
        (then
          (if (i32.eq (memory.grow (i32.wrap_i64 (local.get $pages))) (i32.const -1)) (then (unreachable)))))
      (global.set $free (i64.add (local.get $at) (i64.extend_i32_u (local.get $size))))
      (if (i32.and
            (i32.ne (local.get $old-size) (i32.const 0))
            (i32.ne (local.get $old) (i32.wrap_i64 (local.get $at))))
        (then
          (memory.copy
            (i32.wrap_i64 (local.get $at))
            (local.get $old)
            (select
              (local.get $size)
              (local.get $old-size)
              (i32.lt_u (local.get $size) (local.get $old-size))))))
      (i32.wrap_i64 (local.get $at))))`
}
