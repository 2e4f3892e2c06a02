import { AirlockError, type Finding, formatFinding, type WorldItem } from '@wasm-airlock/shared'
import type { Input } from '../check/check-inputs.ts'
import { isHostInterface, listNames } from './names.ts'
import { findNearMisses, type NearMiss } from './near-misses.ts'
import type { Satisfied, Socket } from './sockets.ts'

/** Why a component cannot be put anywhere. */
export interface Refusal {
  readonly input: Input
  /** A sentence, where no more is known. */
  readonly reason?: string
  /** Everything in which it differs from what is imported. */
  readonly findings?: readonly Finding[]
  readonly nearMisses?: readonly NearMiss[]
  /** What those leave open into which it could have gone. */
  readonly openImports?: readonly string[]
  /** What it would fit, were that not satisfied already. */
  readonly satisfied?: readonly Satisfied[]
  /** Ids of the several components that it fits. */
  readonly fits?: readonly string[]
  /** Ids of the components that nobody can look into. */
  readonly remote?: readonly string[]
}

/** How many findings the details of an error hold. */
const maximumFindings = 100

/** How many sentences a message has. */
const maximumSentences = 10

/** What there is to say of a component whose exports nobody imports. */
export function notPlaced(input: Input, sockets: readonly Socket[], remote: readonly string[]): Refusal {
  const exports = input.inspection.exports.map(({ name }) => name)
  const nearMisses = sockets.flatMap(({ id, open }) =>
    findNearMisses(
      input.name,
      exports,
      id,
      open.map(({ name }) => name),
    ),
  )
  const openImports = [...new Set(sockets.flatMap(({ open }) => open.map(({ name }) => name)))]
  const satisfied = sockets.flatMap((socket) =>
    socket.satisfied.filter(({ name }) => input.findExport(name) !== undefined),
  )
  return { input, nearMisses, openImports, satisfied, remote }
}

/**
 * One error for all that does not fit, by the worst that there is.
 *
 * @param appName As it is to call the application.
 * @param refusals At least one.
 */
export function refuseAll(appName: string, refusals: readonly Refusal[]): AirlockError {
  const ambiguous = refusals.find(({ fits }) => fits !== undefined)
  const unmatched = refusals.filter(({ fits }) => fits === undefined)
  const hidden = unmatched.find(
    ({ findings, nearMisses, remote = [] }) => !findings && nearMisses?.length === 0 && remote.length > 0,
  )
  if (hidden !== undefined && unmatched.length === 1) return notLocal(hidden)
  if (unmatched.length > 0) return notFitting(appName, unmatched)
  return severalFit(ambiguous as Refusal)
}

function notFitting(appName: string, refusals: readonly Refusal[]): AirlockError {
  const sentences = refusals.flatMap((refusal) => describe(appName, refusal))
  const more = sentences.length > maximumSentences ? `; and ${sentences.length - maximumSentences} more` : ''
  const nearMisses = refusals.flatMap((each) => each.nearMisses ?? [])
  const findings = refusals.flatMap((each) => each.findings ?? [])
  const exports = refusals.map(({ input }) => [input.name, input.inspection.exports.map(({ name }) => name)])
  return new AirlockError('plug-unmatched', `${sentences.slice(0, maximumSentences).join('; ')}${more}.`, {
    item: nearMisses[0]?.import ?? String(findings[0]?.args.name ?? refusals[0]?.input.name),
    hint: refusals.some(({ satisfied = [] }) => satisfied.length > 0)
      ? 'Take the dependency that is there out of the manifest first.'
      : 'Build the components for the interfaces that the application imports, in the same versions.',
    details: {
      findings: findings.slice(0, maximumFindings),
      nearMisses,
      openImports: [...new Set(refusals.flatMap((each) => each.openImports ?? []))],
      exports: Object.fromEntries(exports),
    },
  })
}

function describe(appName: string, refusal: Refusal): string[] {
  const { input, reason, findings, nearMisses = [], openImports = [], satisfied = [] } = refusal
  if (reason !== undefined) return [reason]
  if (findings !== undefined) {
    return findings.map((finding) => `${input.name} does not fit ${appName}: ${wordFinding(finding)}`)
  }
  if (nearMisses.length > 0) {
    return nearMisses.map(
      (miss) => `${input.name} does not fit the import ${miss.import} of ${miss.to}: ${miss.reason}`,
    )
  }
  const exports = listNames(
    input.inspection.exports.filter((item) => !isLeftOver(item)).map(({ name }) => name),
  )
  const taken = satisfied.map(({ key, name }) => `; ${key} satisfies ${name} already`)
  return [
    `${input.name} fits nothing of ${appName}: it exports ${exports}, and open there is ${listNames(openImports)}${taken.slice(0, 5).join('')}`,
  ]
}

/** The world is made for the comparison: what people know is the component that imports. */
function wordFinding(finding: Finding): string {
  const world = String(finding.args.world)
  const importer = world.replace(/^[^:]*:/, '').replace(/\/imports$/, '')
  return formatFinding(finding)
    .replace(`from the world ${world}`, `from what ${importer} imports`)
    .replace(`which the world ${world} asks for`, `which ${importer} imports`)
}

/** componentize-py leaves the interface in which it prepared the interpreter behind. */
function isLeftOver({ name, functions }: WorldItem): boolean {
  return name === 'exports' && functions.length === 1 && functions[0]?.name === 'init'
}

function severalFit({ input, fits = [] }: Refusal): AirlockError {
  return new AirlockError('plug-ambiguous', `${input.name} fits several components: ${listNames(fits)}.`, {
    item: input.name,
    hint: `Say which one is meant, as \`into\` of ${input.name}: ${listNames(fits)}.`,
    details: { components: fits },
  })
}

function notLocal({ input, remote = [] }: Refusal): AirlockError {
  return new AirlockError(
    'manifest-invalid',
    `${input.name} fits no component that is in the application's folder, and ${listNames(remote)} cannot be looked into: the source is on the network.`,
    {
      item: remote[0] ?? input.name,
      hint: 'Download the component and name the file as its source.',
      details: { components: remote },
    },
  )
}

/** For a component that has to go where there is nothing, or nothing that can be read. */
export function unknownPlace(
  name: string,
  into: string,
  local: readonly Socket[],
  remote: readonly string[],
): AirlockError {
  if (remote.includes(into)) {
    return new AirlockError(
      'manifest-invalid',
      `${name} cannot be put into ${into}: its source is on the network.`,
      { item: into, hint: 'Download the component and name the file as its source.' },
    )
  }
  const ids = [...local.map(({ id }) => id), ...remote]
  return new AirlockError(
    'usage-invalid',
    `${name} cannot be put into ${into}: the application has no such component.`,
    { item: into, hint: `Its components are ${listNames(ids)}.`, details: { components: ids } },
  )
}

/**
 * A component that exports an interface of the host would be connected like any other, and stand between the
 * application and its language model, its files or its requests.
 *
 * @throws AirlockError `compose-failed`.
 */
export function checkUsurped(input: Input, sockets: readonly Socket[]): void {
  for (const { id, inspection } of sockets) {
    const usurped = inspection.imports.find(
      ({ name }) => isHostInterface(name) && input.findExport(name) !== undefined,
    )
    if (usurped === undefined) continue
    throw new AirlockError(
      'compose-failed',
      `${input.name} exports ${usurped.name}, which ${id} gets from its host and from nobody else.`,
      { item: usurped.name, hint: 'Build the component without that export.' },
    )
  }
}

/** @param names Of components, each of which gets something from the next one; the first is the last one too. */
export function circle(names: readonly string[]): AirlockError {
  return new AirlockError(
    'plug-cycle',
    `The components feed one another in a circle: ${names.join(' → ')}.`,
    {
      item: names[0] ?? '',
      details: { cycle: names },
    },
  )
}
