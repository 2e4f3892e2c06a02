import { AirlockError } from '@wasm-airlock/shared'
import { readComponent } from '../read.ts'

/**
 * Reads the components that a WAC document refers to.
 *
 * @param entries `PACKAGE=PATH`, as `--dep` takes them: `test:comp=comp.wasm`, `test:comp@1.0.0=comp.wasm`.
 * @throws AirlockError `usage-invalid` where an entry has another form.
 */
export async function readDependencies(entries: readonly string[] = []): Promise<Record<string, Uint8Array>> {
  const packages: Record<string, Uint8Array> = {}
  for (const entry of entries) {
    const at = entry.indexOf('=')
    if (at < 1 || at === entry.length - 1)
      throw new AirlockError('usage-invalid', `--dep ${entry} is not PACKAGE=PATH.`, {
        item: entry,
        hint: 'For example --dep test:comp=comp.wasm',
      })
    packages[entry.slice(0, at)] = await readComponent(entry.slice(at + 1))
  }
  return packages
}
