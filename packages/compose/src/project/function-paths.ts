import type { ProjectFunction, ProjectInterface } from './project-world.ts'

/** A function of an interface, and where it is offered. */
export interface PlacedFunction {
  readonly func: ProjectFunction
  /** Which of the interfaces it belongs to. */
  readonly index: number
  readonly path: string
}

/**
 * Gives each function a path of its own, as short as it can be: `/run`, else `/api/run`, else `/my:pkg/api/run`, else
 * `/my:pkg/api@1.0.0/run`.
 *
 * @param interfaces Of packages, each once.
 */
export function placeFunctions(interfaces: readonly ProjectInterface[]): readonly PlacedFunction[] {
  const functions = interfaces.flatMap((each, index) =>
    each.functions.map((func) => ({ func, index, paths: pathsOf(each, func) })),
  )
  const byPath = Map.groupBy(
    functions.flatMap(({ paths }) => paths),
    (path) => path,
  )
  return functions.map(({ paths, ...placed }) => {
    const path = paths.find((each) => byPath.get(each)?.length === 1) ?? paths.at(-1)
    return { ...placed, path: path as string }
  })
}

/** The shortest first. Where none is unique, the last is: who else could have it has one with a version. */
function pathsOf({ id, name }: ProjectInterface, func: ProjectFunction): readonly string[] {
  const [withoutVersion = id] = id.split('@')
  return [
    ...new Set(['', `${name}/`, `${withoutVersion}/`, `${id}/`].map((place) => `/${place}${func.name}`)),
  ]
}
