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
