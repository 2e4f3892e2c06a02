import type { Finding } from '@wasm-airlock/shared'
import { type Inspection, inspectComponent } from '@wasm-airlock/wac'
import { isComponent } from '../binary/walk.ts'
import { hideSecrets } from '../hide-secrets.ts'
import { fault, malformed } from '../result.ts'
import type { Limits } from './limits.ts'
import { findUnsafeNames } from './names.ts'
import { findNestedItems } from './nested-items.ts'
import { type Scan, scanSections } from './scan.ts'
import { limitExceeded, Tally } from './tally.ts'
import { measureTypes } from './type-measures.ts'

/** Of what is larger and not even framed, no validator has to say in its own words what is wrong. */
const EXPLAINED_BYTES = 32 * 1024 * 1024

/** What the gate says of a component. */
export interface GateResult {
  readonly findings: readonly Finding[]
  /** What it is; not there where it is not to be looked into further. */
  readonly inspection?: Inspection
}

/**
 * Is a component safe to hand to tools that read it and generate code from it? In this order, which README.md
 * explains: size, structure, kind and validity, names, custom sections, memories and tables, types.
 *
 * @param bodies Whether function bodies have to be valid too, which is most of the work.
 */
export async function passGate(
  given: Uint8Array,
  limits: Required<Limits>,
  { bodies }: { readonly bodies: boolean },
): Promise<GateResult> {
  // A part of a Buffer of Node.js is a Buffer again, which takes a while to make.
  const component = new Uint8Array(given.buffer, given.byteOffset, given.byteLength)
  const bytes = component.byteLength
  if (bytes > limits.maxBytes) {
    return refuse(fault('component-too-large', { bytes, limit: limits.maxBytes }))
  }
  const tally = new Tally(limits)
  const scan: Scan = isComponent(component)
    ? scanSections(component, tally)
    : { findings: [], isBounded: true }
  if (!scan.isBounded) return refuse(...tally.findings())
  if (scan.broken !== undefined && bytes > EXPLAINED_BYTES) return refuse(malformed(new Error(scan.broken)))

  let inspection: Inspection
  try {
    // Bodies that would take a validator too long are refused for that, and not looked into.
    const isFeasible = !tally.isExceeded('maxBodyWork')
    inspection = await inspectComponent(component, { bodies: bodies && isFeasible })
  } catch (error) {
    return refuse(malformed(error))
  }
  const refused = refuseKind(inspection)
  if (refused !== undefined) return refuse(refused)
  tally.add('maxNames', inspection.names.length)
  const unmeasured = [...(scan.broken === undefined ? countTypes(component, tally) : [unknown(scan.broken)])]
  return {
    findings: [
      ...findUnsafeNames(inspection, limits.maxNameLength),
      ...scan.findings,
      ...tally.findings(),
      ...unmeasured,
      ...findNestedItems(inspection),
    ],
    inspection,
  }
}

function refuse(...findings: readonly Finding[]): GateResult {
  return { findings }
}

function refuseKind({ kind, invalid, exceeded }: Inspection): Finding | undefined {
  if (kind === 'core-module') return fault('component-core-module', {})
  if (kind === 'wit-package') return fault('component-malformed', { reason: 'a WIT package in binary form' })
  if (kind === 'not-wasm') {
    return fault('component-malformed', { reason: invalid?.reason ?? 'not WebAssembly' })
  }
  if (exceeded !== null) return limitExceeded(exceeded.what, exceeded.actual, exceeded.limit)
  if (invalid !== null) {
    // A validator quotes names.
    return fault('component-invalid', { ...invalid, reason: hideSecrets(invalid.reason) })
  }
  return undefined
}

/** What is not known to this cannot be measured, and so is refused. */
function countTypes(component: Uint8Array, tally: Tally): Finding[] {
  try {
    const { types, depth, cost } = measureTypes(component)
    tally.add('maxTypes', types)
    tally.add('maxTypeDepth', depth)
    tally.add('maxBindings', cost.bindings)
    // The scan has counted what is declared, whether there are instances of it or not.
    tally.raise('maxMemories', cost.memories)
    tally.raise('maxSharedMemories', cost.sharedMemories)
    tally.raise('maxMemoryBytes', cost.memoryBytes)
    tally.raise('maxTables', cost.tables)
    tally.raise('maxTableElements', cost.tableElements)
    tally.raise('maxStartFunctions', cost.startFunctions)
    return []
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    return [unknown(error.message)]
  }
}

function unknown(what: string): Finding {
  return fault('component-malformed', { reason: `${what}, of which it is not known what tools make of it` })
}
