import { matchesImport } from '@wasm-airlock/host'
import type { Installed, OwnValue } from './app/ours.ts'
import { valueAt } from './app/ours.ts'
import type { Released } from './app/release.ts'
import type { Digests } from './digest.ts'
import type { Outcome } from './modes/outcome.ts'
import type { ComposedComponent, CompositionPlan, Connection } from './options.ts'

/** What was composed, and into what. */
export interface Composition {
  readonly plan: CompositionPlan
  readonly outcomes: readonly Outcome[]
  /** The application without what is replaced. */
  readonly app: Released
  readonly choose: string | undefined
}

/**
 * What the marker file says of a composition: nothing that differs where the input is the same. It describes all that
 * Airlock has put into the application, what stays from earlier compositions included.
 *
 * @param plugs Digests of what was handed in.
 * @param composed Digests of the files that are written.
 */
export function recordOf(
  composition: Composition,
  plugs: Digests,
  composed: Digests,
): Readonly<Record<string, unknown>> {
  const { plan, outcomes, app } = composition
  const { kept } = app
  const added = outcomes.flatMap((outcome) => installedBy(outcome, composition, plugs, composed))
  const order = app.components.map(({ id }) => id)
  const byOrder = (one: string, other: string) => order.indexOf(one) - order.indexOf(other)
  const installed = [...kept.installed, ...added].sort(
    (one, other) => byOrder(one.component, other.component) || compare(one.file, other.file),
  )
  const values = added.length === 0 ? [] : outcomes.flatMap((outcome) => valuesBy(outcome, app))
  const components = order.flatMap((id) => {
    const now = plan.components.find((each) => each.id === id)
    const earlier = kept.components.find((each) => each.id === id)
    const isKept = kept.installed.some(({ component }) => component === id)
    if (!isKept) return now === undefined ? [] : [pick(now)]
    const own = installed.filter(({ component }) => component === id)
    const connections = [...own.flatMap((each) => each.connections), ...(now?.connections ?? [])]
    const isOpen = (name: string) => !own.some(({ keys }) => keys.some(({ key }) => matchesImport(key, name)))
    const open = [...(now?.openImports ?? []), ...(earlier?.openImports ?? [])].filter(isOpen)
    return [{ id, connections: distinct(connections), openImports: distinct(open).sort() }]
  })
  return {
    application: plan.name,
    mode: plan.mode,
    composed: distinct([
      ...kept.installed.map(({ file, sha256 }) => ({ file, sha256 })),
      ...Object.entries(composed).map(([file, sha256]) => ({ file, sha256 })),
    ]).sort((one, other) => compare(one.file, other.file)),
    plugs: distinct([
      ...kept.installed.flatMap((each) => each.plugs),
      ...Object.entries(plugs).map(([name, sha256]) => ({ name, sha256 })),
    ]).sort((one, other) => compare(one.name, other.name)),
    components,
    ...(installed.length === 0 ? {} : { installed, values: sorted([...kept.values, ...values]) }),
  }
}

/** The dependencies that a component got. */
function installedBy(
  { component: { id, connections }, edits, files }: Outcome,
  { app, choose }: Composition,
  plugs: Digests,
  composed: Digests,
): Installed[] {
  const place = app.components.find((entry) => entry.id === id)?.place ?? []
  return Object.keys(files).flatMap((file) => {
    const keys = edits.flatMap(({ path, value }) => {
      const isDependency = path.length === place.length + 2 && path[place.length] === 'dependencies'
      const isFile = typeof value === 'object' && 'path' in value && value.path === file
      return isDependency && isFile ? [{ key: String(path.at(-1)), value }] : []
    })
    if (keys.length === 0) return []
    const own = reachedBy(connections, keys)
    const names = new Set(own.map(({ plug }) => plug))
    const asks = keys.some(
      ({ value }) => 'inherit_configuration' in value && value.inherit_configuration === true,
    )
    return [
      {
        component: id,
        file,
        sha256: composed[file] ?? '',
        plugs: Object.entries(plugs)
          .filter(([name]) => names.has(name))
          .map(([name, sha256]) => ({ name, sha256 })),
        variable: asks ? (choose ?? null) : null,
        keys,
        connections: own,
      },
    ]
  })
}

/** The connections that end at these keys, and those behind them. */
function reachedBy(connections: readonly Connection[], keys: Installed['keys']): Connection[] {
  const reached = new Set(
    connections.filter((each) => each.to === null && keys.some(({ key }) => matchesImport(key, each.import))),
  )
  // A set gives what is added to it while it is gone through.
  for (const { plug } of reached) for (const each of connections) if (each.to === plug) reached.add(each)
  return connections.filter((each) => reached.has(each))
}

/** Other values that were added to the manifest: what was there already is whoever's. */
function valuesBy({ component: { id }, edits }: Outcome, app: Released): OwnValue[] {
  const place = app.components.find((entry) => entry.id === id)?.place ?? []
  return edits
    .map(({ path, value }): OwnValue => {
      const isGlobal = path[0] === 'variables'
      return {
        component: isGlobal ? null : id,
        path: path.slice(isGlobal ? 0 : place.length).map(String),
        value,
      }
    })
    .filter(
      (each) =>
        ['variables', 'dependencies_inherit_configuration'].includes(each.path[0] ?? '') &&
        valueAt(app, each) === undefined,
    )
}

function distinct<T>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()]
}

function sorted(values: readonly OwnValue[]): OwnValue[] {
  const place = ({ component, path }: OwnValue) => JSON.stringify([component, path])
  const all = new Map(values.map((each) => [place(each), each]))
  return [...all.values()].sort((one, other) => compare(place(one), place(other)))
}

function pick({ id, connections, openImports }: ComposedComponent): unknown {
  return { id, connections, openImports }
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
