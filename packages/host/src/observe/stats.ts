/** What a host is doing at this moment. */
export interface HostStats {
  /** Does it take requests? */
  readonly ready: boolean
  /** Requests that an instance works on. */
  readonly running: number
  /** Requests that wait for a turn. */
  readonly waiting: number
  /** Worker processes. */
  readonly workers: number
  /** Instances that are made, whether they work on a request or not. */
  readonly instances: number
  /** Resident memory of all workers together; 0 where the system does not tell. */
  readonly guestMemoryBytes: number
}

/** What several hosts do together: ready where each of them is. */
export function sumStats(all: readonly HostStats[]): HostStats {
  const sum = (name: Exclude<keyof HostStats, 'ready'>) =>
    all.reduce((total, stats) => total + stats[name], 0)
  return {
    ready: all.every(({ ready }) => ready),
    running: sum('running'),
    waiting: sum('waiting'),
    workers: sum('workers'),
    instances: sum('instances'),
    guestMemoryBytes: sum('guestMemoryBytes'),
  }
}
