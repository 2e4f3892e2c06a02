import { createCipheriv, createHash, randomFillSync } from 'node:crypto'
import type { InstanceContext } from '../instance-context.ts'
import { GuestViolation } from '../result.ts'
import type { Interface } from '../wasi.ts'

const MOST_RANDOM_BYTES = 1024n * 1024n

/** Fills with random bytes. */
type Fill = (bytes: Uint8Array) => Uint8Array

/**
 * `wasi:random`.
 *
 * @param seed The same numbers in every call; `null` for real ones.
 */
export function createRandom(context: InstanceContext, seed: string | null): Record<string, Interface> {
  const fillOf = context.perCall(() => (seed === null ? randomFillSync<Uint8Array> : seededFill(seed)))
  const bytes = (length: bigint): Uint8Array => {
    if (length > MOST_RANDOM_BYTES) {
      throw new GuestViolation(`more than ${MOST_RANDOM_BYTES} random bytes asked for at once`)
    }
    context.noteChanging()
    return fillOf()(new Uint8Array(Number(length)))
  }
  const u64 = (): bigint => new DataView(bytes(8n).buffer).getBigUint64(0)
  return {
    'wasi:random/random': { getRandomBytes: bytes, getRandomU64: u64 },
    'wasi:random/insecure': { getInsecureRandomBytes: bytes, getInsecureRandomU64: u64 },
    'wasi:random/insecure-seed': { insecureSeed: () => [u64(), u64()] },
  }
}

/** The key stream of AES-256 in counter mode, its key the SHA-256 of the seed. */
function seededFill(seed: string): Fill {
  const key = createHash('sha256').update(seed).digest()
  const stream = createCipheriv('aes-256-ctr', key, new Uint8Array(16))
  return (bytes) => {
    bytes.set(stream.update(new Uint8Array(bytes.length)))
    return bytes
  }
}
