import { setImmediate, setTimeout } from 'node:timers'
import { CallChannels } from '../channels/call-channels.ts'
import type { Component } from './component.ts'
import { CountedScope } from './counted-scope.ts'
import type { Instance } from './instance.ts'
import { type GuestScope, InstanceContext } from './instance-context.ts'
import { UnseenWrite } from './memory-state.ts'
import type { Interface } from './wasi.ts'

type Imports = Readonly<Record<string, Interface>>

/** An instance with what its imports are bound to. */
interface Member {
  readonly instance: Instance
  readonly context: InstanceContext
  /** Of its memories when it was last looked at. */
  bytes: number
  usedAt: number
}

/** An instance for one call, one request or one session. */
export interface Lease {
  readonly instance: Instance
  /**
   * Ends the use of the instance.
   *
   * @param isFit Did all end well? It is put back into its initial state then, else thrown away.
   * @returns Is it kept, to be put back?
   */
  end(isFit: boolean): boolean
}

/** What instances there are. */
export interface Usage {
  /** Alive now, those in store too. */
  readonly instances: number
  /** Made since the worker began. */
  readonly made: number
  /** Of the memories of all that are alive. */
  readonly bytes: number
}

/** After this time without a use an instance in store is thrown away. */
const KEPT_MS = 10_000
/** After this time with all instances at work another one is made ahead of need. */
const SPARE_MS = 20
/** The same for the first call, whose code is compiled while it runs: it is not to wait for the instance of another. */
const FIRST_SPARE_MS = 200

/**
 * The instances of one component. Whoever takes one finds it in its initial state: a new one, or one that
 * was put back. One that is suspended serves its own request only.
 */
export class InstancePool {
  readonly #component: Component
  readonly #link: (context: InstanceContext) => Imports
  readonly #onUsage: (usage: Usage) => void
  readonly #maxSpareBytes: number
  readonly #members = new Set<Member>()
  /** In their initial state, the last used last: its memories are in the caches of the processor. */
  readonly #ready: Member[] = []
  /** Used, and still to be put back. */
  readonly #used: Member[] = []
  #made = 0
  #bytes = 0
  #spare: NodeJS.Timeout | undefined
  #sweep: NodeJS.Timeout | undefined
  #isPuttingBack = false
  #isRepeatable = false
  #isBroken = false

  /**
   * @param link Links what the component may import to a context; called once an instance.
   * @param onUsage Told whenever instances or their memories have changed.
   * @param maxSpareBytes Of all instances together; above that none is made ahead of need. @default no limit
   */
  constructor(
    component: Component,
    link: (context: InstanceContext) => Imports,
    onUsage: (usage: Usage) => void,
    maxSpareBytes = Number.POSITIVE_INFINITY,
  ) {
    this.#component = component
    this.#link = link
    this.#onUsage = onUsage
    this.#maxSpareBytes = maxSpareBytes
  }

  /**
   * An instance in its initial state, bound to one call. What it throws is a trap of a start function, or the
   * like.
   *
   * @param expectsMore Will others come while it is at work?
   */
  async take(scope: GuestScope, expectsMore = true): Promise<Lease> {
    const counted = new CountedScope(scope)
    const next = this.#next()
    if (this.#isBroken) return new Promise(() => {})
    const member = next ?? (await this.#make(counted))
    member.context.enter(counted)
    if (expectsMore) this.#planSpare()
    let isOver = false
    return {
      instance: member.instance,
      end: (isFit) => {
        if (isOver) return false
        isOver = true
        member.context.leave()
        counted.end()
        return this.#end(member, isFit && !counted.isWaiting)
      },
    }
  }

  #next(): Member | undefined {
    for (;;) {
      const ready = this.#ready.pop()
      if (ready !== undefined) return ready
      const used = this.#used.pop()
      if (used === undefined) return undefined
      if (this.#reset(used)) return used
    }
  }

  async #make(scope: GuestScope): Promise<Member> {
    const context = new InstanceContext()
    const ask: GuestScope['ask'] = (...args) => {
      context.noteChanging()
      return scope.ask(...args)
    }
    context.enter({ ask, channels: scope.channels, log: (stream, bytes) => scope.log(stream, bytes) })
    const instance = await this.#component.instantiate(this.#link(context), () => !context.hasSeenChanging)
    context.leave()
    const member = { instance, context, bytes: instance.totalBytes(), usedAt: performance.now() }
    this.#isRepeatable = instance.obstacle === undefined
    this.#made += 1
    this.#bytes += member.bytes
    this.#members.add(member)
    this.#tell()
    return member
  }

  #end(member: Member, isFit: boolean): boolean {
    if (!isFit || member.instance.obstacle !== undefined) {
      this.#discard(member)
      return false
    }
    this.#used.push(member)
    if (!this.#isPuttingBack) this.#putBackSoon()
    return true
  }

  #putBackSoon(): void {
    this.#isPuttingBack = true
    // After what was answered is on its way.
    setImmediate(() => {
      this.#isPuttingBack = false
      for (const used of this.#used.splice(0)) if (this.#reset(used)) this.#ready.push(used)
    })
  }

  #reset(member: Member): boolean {
    if (this.#isBroken || !this.#isReset(member.instance)) {
      this.#discard(member)
      return false
    }
    member.usedAt = performance.now()
    this.#sweep ??= setTimeout(() => this.#discardUnused(), KEPT_MS).unref()
    return true
  }

  /** What goes wrong on the way back, in a resource that is let go for one, is the end of that instance alone. */
  #isReset(instance: Instance): boolean {
    try {
      return instance.reset()
    } catch (error) {
      // This puts all of them in doubt: the process ends, and until then nobody gets one.
      if (error instanceof UnseenWrite) {
        this.#isBroken = true
        setImmediate(() => {
          throw error
        })
      }
      return false
    }
  }

  #discard(member: Member): void {
    if (!this.#members.delete(member)) return
    this.#bytes -= member.bytes
    this.#tell()
  }

  /** One of those that nobody has used for a while stays. */
  #discardUnused(): void {
    this.#sweep = undefined
    const longAgo = performance.now() - KEPT_MS
    while (this.#ready.length > 1 && (this.#ready[0]?.usedAt ?? longAgo) < longAgo) {
      this.#discard(this.#ready.shift() as Member)
    }
    if (this.#ready.length > 1) this.#sweep = setTimeout(() => this.#discardUnused(), KEPT_MS).unref()
  }

  /**
   * Makes an instance ahead of need where all are at work and none comes back soon. Only where the start is
   * the same each time: one that is not might not end, with nobody to blame.
   */
  #planSpare(): void {
    if (!this.#isRepeatable || this.#spare !== undefined || this.#ready.length + this.#used.length > 0) return
    const wait = this.#made === 1 ? FIRST_SPARE_MS : SPARE_MS
    this.#spare = setTimeout(async () => {
      this.#spare = undefined
      if (this.#ready.length + this.#used.length > 0 || !this.#hasRoom()) return
      // What it prints at its start, the one before has printed.
      const made = await this.#make(nobody()).catch(() => undefined)
      if (made !== undefined) this.#ready.unshift(made)
    }, wait).unref()
  }

  /** For one more, which takes as much as those that are there. */
  #hasRoom(): boolean {
    const count = this.#members.size
    return count === 0 || (this.#bytes / count) * (count + 1) <= this.#maxSpareBytes
  }

  #tell(): void {
    this.#onUsage({ instances: this.#members.size, made: this.#made, bytes: this.#bytes })
  }
}

/** The scope of a start that no call has asked for. */
function nobody(): GuestScope {
  const channels = new CallChannels(0, () => {}, 0)
  channels.close('ended')
  const ask = (): never => {
    throw new Error('the guest asks before it is called')
  }
  return { ask, channels, log: () => {} }
}
