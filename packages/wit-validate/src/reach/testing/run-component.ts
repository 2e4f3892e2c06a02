import type { Random } from '../../../../../tools/random.ts'
import { findCoreModules } from './core-modules.ts'
import type { RandomComponent } from './random-component.ts'

/** Thrown by `choose` to end a run: code may call itself for ever. */
class Enough extends Error {}

/** How often `choose` is asked in one call from outside. */
const QUESTIONS = 100
/** How often each export is called. */
const CALLS = 30

/**
 * Runs the core modules of a component in the engine, linked by hand, and calls its exports.
 *
 * @returns Which functions of the host were called.
 */
export async function runComponent(
  { hosts, steps, exports }: RandomComponent,
  component: Uint8Array,
  random: Random,
): Promise<Set<string>> {
  const called = new Set<string>()
  let left = 0
  const choose = () => {
    if (left-- <= 0) throw new Enough()
    return random.below(2 ** 31)
  }
  const items = new Map<string, WebAssembly.ExportValue>()
  for (const host of hosts) {
    items.set(host, () => {
      called.add(host)
      return 1
    })
  }
  const attempt = (run: () => void): boolean => {
    left = QUESTIONS
    try {
      run()
      return true
    } catch (error) {
      if (error instanceof Enough || error instanceof WebAssembly.RuntimeError) return false
      throw error
    }
  }
  const modules = await Promise.all(
    findCoreModules(component).map((bytes) => WebAssembly.compile(new Uint8Array(bytes))),
  )
  for (const { module, given, gives } of steps) {
    const imports = Object.entries(given).map(([field, name]) => [field, items.get(name)])
    const started = attempt(() => {
      const m = { ...Object.fromEntries(imports), choose }
      const instance = new WebAssembly.Instance(modules[module] as WebAssembly.Module, { m })
      for (const [name, unique] of Object.entries(gives)) {
        items.set(unique, instance.exports[name] as WebAssembly.ExportValue)
      }
    })
    // As in a component: nothing of it runs once an instance could not be made.
    if (!started) return called
  }
  for (const name of exports) {
    for (let time = 0; time < CALLS; time++) attempt(() => (items.get(name) as (x: number) => unknown)(time))
  }
  return called
}
