/** What every guest that the tests start is given. */
export interface GuestOptions {
  /**
   * Folder of the cache for transpiled code.
   * @default `AIRLOCK_CACHE_DIR` of the environment, else the user's cache folder
   */
  readonly cacheDir?: string
  /** Ends the tests. */
  readonly signal?: AbortSignal
}

/** These options alone, out of more. */
export function guestOptionsOf({ cacheDir, signal }: GuestOptions): GuestOptions {
  return { ...(cacheDir === undefined ? {} : { cacheDir }), ...(signal === undefined ? {} : { signal }) }
}
