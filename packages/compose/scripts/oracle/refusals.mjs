// What mode spin-dependencies cannot say, as Spin takes one dependency of a package and makes each of them once.
/**
 * Codes of which one has to come. A choice needs a line of its own that it inherits, and Spin takes none beside one for
 * all.
 *
 * @param {import('./cases.mjs').Case} test
 * @returns {readonly (string | null)[]} `null` where it can be composed.
 */
export function refusalsOf({ apps, nodes, choose }) {
  const chooses = ({ kind, inner }) => kind === 'choice' || (inner !== undefined && chooses(inner))
  const isRefused = apps.some(
    ({ id, imports, own }) =>
      choose !== null &&
      own?.inherits === 'none' &&
      imports.some((_, at) => chooses(nodes.get(`${id} ${at}`))),
  )
  const codes = [
    ...(isRefused || apps.some((app) => leavesOpen(app, nodes)) ? ['manifest-invalid'] : []),
    ...(apps.some((app) => servesSeveralPackages(app, nodes)) ? ['compose-failed'] : []),
  ]
  return codes.length > 0 ? codes : [null]
}

/** Spin takes one dependency of a package, so that its key stands for all imports of that package. */
function leavesOpen({ id, imports }, nodes) {
  const byPackage = Map.groupBy([...imports.entries()], ([, each]) => each.import.package)
  return [...byPackage.values()].some((of) => {
    const open = of.filter(([at]) => nodes.get(`${id} ${at}`)?.kind === 'open')
    return open.length > 0 && of.length - open.length > 1
  })
}

/** Spin makes a dependency of each package, so that a component which answers for two would be there twice. */
function servesSeveralPackages({ id, imports }, nodes) {
  const packages = new Map()
  for (const [at, each] of imports.entries()) {
    for (const name of namesIn(nodes.get(`${id} ${at}`))) {
      packages.set(name, (packages.get(name) ?? new Set()).add(each.import.package))
    }
  }
  return [...packages.values()].some((names) => names.size > 1)
}

function namesIn(node) {
  if (node === undefined || node.isOwn) return []
  const { name, inner, links = [] } = node
  return [name, inner, ...links].flatMap((each) =>
    each === undefined ? [] : typeof each === 'string' ? [each] : namesIn(each),
  )
}
