import type { Options } from 'tsup'

/**
 * The build that every package shares: ESM and types for Node ≥ 24, one file an entry point.
 *
 * @param entry Source files by the name of the file that they become in `dist/`.
 * @param options What a package needs beyond that.
 */
export function airlockBuild(entry: Record<string, string>, options: Options = {}): Options {
  return {
    entry,
    format: ['esm'],
    target: 'node24',
    platform: 'node',
    splitting: false,
    sourcemap: false,
    clean: true,
    dts: 'index' in entry ? { entry: { index: entry.index as string } } : false,
    removeNodeProtocol: false,
    ...options,
  }
}
