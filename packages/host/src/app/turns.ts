import type { CallChannels } from '../channels/call-channels.ts'
import { AppJob } from './job.ts'
import type { AppLimits } from './limits.ts'

/** A request in a worker. */
export interface Placed {
  /** Never used twice: a request that runs again has another. */
  readonly id: number
  /** One that has ended stands in for a request that was taken away again. */
  job: AppJob
  readonly channels: CallChannels
  /** Of the guest: not entered yet, entered, or waiting for something. */
  state: 'sent' | 'running' | 'suspended'
  readonly sentAt: number
  /** Time at which it was given up, if it was. */
  cancelledAt: number | undefined
  /** When it was last answered something that its guest waits for. */
  answeredAt: number
  /** How often its worker has said that it has failed. */
  failures: number
  /** What it has asked for and is not answered. */
  asks: number
}

/** How long an instance may take to end once it was given up. */
const CANCEL_MS = 1000
/** How long a guest that was answered may take to go on before another is entered beside it. */
const RESUME_MS = 5
/** How long its guest may run on. */
const LOOP_MS = 100
/** How long requests wait behind one that runs before they are taken elsewhere, those that were entered too. */
const PATIENCE_MS = 100
const ENTERED_PATIENCE_MS = 1000

let lastId = 0

/** A number for a request in a worker. */
export const nextPlace = (): number => ++lastId

/**
 * The requests in a worker, and whose turn it is, as its messages tell. What throws here is a message that
 * breaks the protocol.
 */
export class AppTurns {
  readonly #limits: AppLimits
  readonly #placed = new Map<number, Placed>()
  /** The one that the guest is entered for, and since when. */
  #running: Placed | undefined
  #runningSince = 0
  /** Handed over, and not entered for yet. */
  #sent = 0
  /** Saw the running request past its limit before; the message that it is not may be on its way. */
  #suspect: Placed | undefined
  /** Suspended, and about to go on: they were answered. */
  readonly #resuming = new Set<Placed>()

  constructor(limits: AppLimits) {
    this.#limits = limits
  }

  get size(): number {
    return this.#placed.size
  }

  get running(): Placed | undefined {
    return this.#running
  }

  get all(): Placed[] {
    return [...this.#placed.values()]
  }

  /**
   * Would a request that is handed over now be entered at once? Not where another is about to go on: a second
   * instance beside it would push its memory out of the caches of the processor, for nothing.
   */
  get isFree(): boolean {
    return (
      this.#sent === 0 && (this.#running === undefined || this.#running.job.answered) && !this.#isResuming()
    )
  }

  /** @param id From {@link nextPlace}. */
  place(id: number, job: AppJob, channels: CallChannels): void {
    const sentAt = performance.now()
    this.#placed.set(id, {
      id,
      job,
      channels,
      state: 'sent',
      sentAt,
      cancelledAt: undefined,
      answeredAt: 0,
      failures: 0,
      asks: 0,
    })
    this.#sent += 1
  }

  find(id: number): Placed {
    const placed = this.#placed.get(id)
    if (placed === undefined) throw new Error('a message about a request that is not there')
    return placed
  }

  enter(placed: Placed): void {
    if (this.#running !== undefined) throw new Error('two requests that run at once')
    if (placed.state === 'sent') this.#sent -= 1
    this.#resuming.delete(placed)
    placed.state = 'running'
    this.#running = placed
    this.#runningSince = performance.now()
  }

  suspend(placed: Placed): void {
    const enteredAt = this.#runningSince
    if (!this.#stop(placed)) throw new Error('a request that is suspended and did not run')
    placed.state = 'suspended'
    // The answer may be on its way before this message is here.
    if (placed.asks === 0 && placed.answeredAt > enteredAt) this.#resuming.add(placed)
  }

  /** It was answered something. */
  resume(placed: Placed): void {
    placed.answeredAt = performance.now()
    if (placed.state === 'suspended') this.#resuming.add(placed)
  }

  /** Its instance has ended. */
  remove(placed: Placed): void {
    if (!this.#stop(placed) && placed.state === 'sent') this.#sent -= 1
    this.#placed.delete(placed.id)
    this.#resuming.delete(placed)
  }

  clear(): void {
    this.#placed.clear()
    this.#resuming.clear()
    this.#running = undefined
  }

  /**
   * Takes away what waits behind a request that runs and runs, and can be run elsewhere.
   *
   * @returns Places whose requests are to be handed to another worker; a job that has ended is put there.
   */
  takeWaiting(now: number): { readonly placed: Placed; readonly job: AppJob }[] {
    const running = this.#running
    if (running === undefined || now - this.#runningSince < PATIENCE_MS) return []
    return this.all.flatMap((placed) => {
      const { job, state, sentAt } = placed
      const since = state === 'sent' ? sentAt + PATIENCE_MS : this.#runningSince + ENTERED_PATIENCE_MS
      if (placed === running || now < since || !job.repeatable) return []
      placed.job = AppJob.nobody(this.#limits)
      return [{ placed, job }]
    })
  }

  /** The request that has kept the processor busy for too long; seen twice, since messages take their time. */
  overdue(now: number): AppJob | undefined {
    const running = this.#running
    const isLate =
      running !== undefined && running.job.busyMs + now - this.#runningSince > this.#limits.cpuTimeMs
    const overdue = isLate && this.#suspect === running ? running.job : undefined
    this.#suspect = isLate ? running : undefined
    return overdue
  }

  /** Is there a request that was given up, and does not end? One that waits for its turn cannot. */
  isStuck(now: number): boolean {
    return this.all.some((placed) => {
      if (placed.cancelledAt === undefined) return false
      if (placed === this.#running) {
        return now - Math.max(placed.cancelledAt, this.#runningSince) > LOOP_MS
      }
      return this.#running === undefined && now - placed.cancelledAt > CANCEL_MS
    })
  }

  #isResuming(): boolean {
    for (const placed of this.#resuming) {
      if (performance.now() - placed.answeredAt <= RESUME_MS) return true
      // It waits for something else.
      this.#resuming.delete(placed)
    }
    return false
  }

  /** The guest of this request is not in any more; says whether it was. */
  #stop(placed: Placed): boolean {
    if (this.#running !== placed) return false
    placed.job.busyMs += performance.now() - this.#runningSince
    this.#running = undefined
    return true
  }
}
