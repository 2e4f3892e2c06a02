import type { ComposeMode } from '../options.ts'
import type { Installed, Ours, OwnValue } from './ours.ts'
import type { AppComponent, AppFolder } from './read-app-folder.ts'

/** An application as if some of what Airlock put into it were not there; on disk and in its text it still is. */
export interface Released extends AppFolder {
  /** Files whose names are free again. */
  readonly released: ReadonlySet<string>
  /** Places in the manifest of what is as if it were not there. */
  readonly removals: readonly (readonly (string | number)[])[]
  /** What stays of what is ours. */
  readonly kept: Ours
  /** What does not. */
  readonly gone: readonly Installed[]
}

/** What is to be as if it were not there. */
export interface Release {
  readonly isGone: (installed: Installed) => boolean
  /** Ids of components that get something. */
  readonly touched: ReadonlySet<string>
  readonly mode: ComposeMode
}

/**
 * Takes what Airlock put into an application out of what is known of it: what is put there next takes its place.
 * Values that a dependency needed go with the last one that needs them.
 */
export function release(app: AppFolder, ours: Ours, { isGone, touched, mode }: Release): Released {
  const gone = ours.installed.filter(isGone)
  const installed = ours.installed.filter((each) => !gone.includes(each))
  const removals: (readonly (string | number)[])[] = []
  const goneValues: OwnValue[] = []

  const components = app.components.map((entry): AppComponent => {
    const keys = gone.filter(({ component }) => component === entry.id).flatMap((each) => each.keys)
    const dependencies = without(
      entry.manifest.dependencies,
      keys.map(({ key }) => key),
    )
    removals.push(...keys.map(({ key }) => [...entry.place, 'dependencies', key]))
    const own = ours.values.filter((value) => {
      if (value.component !== entry.id) return false
      const [first, name] = value.path
      if (first === 'variables') return isFreed(name, (each) => each.component === entry.id)
      // It speaks of all dependencies, and is written again where there are some.
      const isTouched = touched.has(entry.id) && mode === 'spin-dependencies'
      return isTouched || (keys.length > 0 && Object.keys(dependencies ?? {}).length === 0)
    })
    goneValues.push(...own)
    removals.push(...own.map(({ path }) => [...entry.place, ...path]))
    if (keys.length === 0 && own.length === 0) return entry
    const names = own.flatMap(({ path: [, name] }) => name ?? [])
    const { dependencies_inherit_configuration: inherits, variables, ...rest } = entry.manifest
    const keepsFlag = inherits !== undefined && own.every(({ path }) => path.length > 1)
    return {
      ...entry,
      manifest: {
        ...rest,
        ...(keepsFlag ? { dependencies_inherit_configuration: inherits } : {}),
        ...(dependencies === undefined ? {} : { dependencies }),
        ...(variables === undefined ? {} : { variables: without(variables, names) ?? {} }),
      },
    }
  })

  const global = ours.values.filter(
    ({ component, path: [, name] }) => component === null && isFreed(name, () => true),
  )
  goneValues.push(...global)
  const variables = without(
    app.manifest.variables,
    global.flatMap(({ path: [, name] }) => name ?? []),
  )
  // Somebody may ask for the variable by now.
  const said = JSON.stringify([components.map(({ manifest }) => manifest), app.manifest.trigger])
  removals.push(...global.map(({ path }) => path).filter(([, name = '']) => !isAsked(said, name)))

  const stillNamed = new Set(installed.map(({ file }) => file))
  return {
    ...app,
    manifest: { ...app.manifest, ...(variables === undefined ? {} : { variables }) },
    components,
    released: new Set(gone.map(({ file }) => file).filter((file) => !stillNamed.has(file))),
    removals,
    kept: { ...ours, installed, values: ours.values.filter((value) => !goneValues.includes(value)) },
    gone,
  }

  /** Does a variable of something that goes belong to nothing that stays? */
  function isFreed(name: string | undefined, isMeant: (installed: Installed) => boolean): boolean {
    const asks = (each: Installed) => each.variable === name && isMeant(each)
    return gone.some(asks) && !installed.some(asks)
  }
}

function without<T>(
  table: Readonly<Record<string, T>> | undefined,
  keys: readonly string[],
): Record<string, T> | undefined {
  if (table === undefined) return undefined
  return Object.fromEntries(Object.entries(table).filter(([key]) => !keys.includes(key)))
}

function isAsked(text: string, name: string): boolean {
  return [...text.matchAll(/\{\{\s*([A-Za-z0-9_]+)\s*\}\}/g)].some(([, asked]) => asked === name)
}
