import type { InstanceContext } from '../instance-context.ts'
import { Pollable } from '../poll.ts'
import type { Interface } from '../wasi.ts'
import type { WasiSettings } from './settings.ts'

const PER_MILLISECOND = 1_000_000
const PER_SECOND = 1_000_000_000n

/** Both clocks, in nanoseconds. */
interface Clock {
  /** Since 1970. */
  wall(): bigint
  /** Since some time. */
  monotonic(): bigint
  /** Becomes ready at a time of the monotonic clock. */
  timer(instant: bigint): Pollable
}

/**
 * `wasi:clocks`.
 *
 * @param frozen Where both clocks stand when a call begins; `null` for real ones.
 */
export function createClocks(
  context: InstanceContext,
  frozen: WasiSettings['clock'],
): Record<string, Interface> {
  const clock = context.perCall(() => (frozen === null ? realClock : new FrozenClock(frozen)))
  const look = (): Clock => {
    if (frozen === null || frozen.advance !== '0') context.noteChanging()
    return clock()
  }
  return {
    'wasi:clocks/monotonic-clock': {
      now: () => look().monotonic(),
      resolution: () => 1000n,
      subscribeInstant: (instant: bigint) => look().timer(instant),
      subscribeDuration: (duration: bigint) => {
        const it = look()
        return it.timer(it.monotonic() + duration)
      },
    },
    'wasi:clocks/wall-clock': {
      now: () => toDatetime(look().wall()),
      resolution: () => ({ seconds: 0n, nanoseconds: PER_MILLISECOND }),
    },
  }
}

/** A `datetime` of WASI. */
function toDatetime(nanoseconds: bigint): { seconds: bigint; nanoseconds: number } {
  return { seconds: nanoseconds / PER_SECOND, nanoseconds: Number(nanoseconds % PER_SECOND) }
}

const realClock: Clock = {
  wall: () => BigInt(Date.now()) * BigInt(PER_MILLISECOND),
  monotonic: () => BigInt(Math.round(performance.now() * PER_MILLISECOND)),
  timer: (instant) => Pollable.timer(Number(instant) / PER_MILLISECOND),
}

/** Stands still, but for what passes with each look, and for what the guest has slept. */
class FrozenClock implements Clock {
  readonly #start: bigint
  readonly #advance: bigint
  #passed = 0n

  constructor({ now, advance }: { readonly now: string; readonly advance: string }) {
    this.#start = BigInt(now)
    this.#advance = BigInt(advance)
  }

  wall(): bigint {
    return this.#start + this.monotonic()
  }

  monotonic(): bigint {
    const passed = this.#passed
    this.#passed += this.#advance
    return passed
  }

  /** To wait takes as long as ever, and then so much time has passed for the guest too. */
  timer(instant: bigint): Pollable {
    const left = instant > this.#passed ? instant - this.#passed : 0n
    const at = performance.now() + Number(left) / PER_MILLISECOND
    return Pollable.of({
      at,
      ready: () => {
        if (performance.now() < at) return false
        if (this.#passed < instant) this.#passed = instant
        return true
      },
    })
  }
}
