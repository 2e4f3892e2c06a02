// What this package says, in the words of `tools.mjs`.
import { checkConformance, validateComponent } from '@wasm-airlock/wit-validate'
import { describeRefusal } from './tools.mjs'

const everything = { allow: ['*'] }

/** The counterpart of `wasm-tools validate`. */
export async function askValidation({ component }) {
  const { findings } = await validateComponent(component, { policy: everything })
  const kinds = ['component-invalid', 'component-malformed', 'component-core-module']
  const finding = findings.find(({ code }) => kinds.includes(code))
  return finding === undefined ? 'valid' : `invalid\n${finding.code}: ${finding.args.reason ?? ''}`
}

/** The counterpart of `wac targets`. */
export async function askConformance({ component, wit, world }) {
  const result = await checkConformance(component, { wit, world }).catch(blameWit)
  if (typeof result === 'string') return result
  const { ok, findings } = result
  if (ok) return 'accepts'
  const malformed = findings.find(({ code }) => code === 'component-malformed')
  if (malformed !== undefined) return `unreadable\n${malformed.args.reason}`
  const named = (code) => findings.filter((finding) => finding.code === code).map(({ args }) => args.name)
  return describeRefusal({
    imports: named('world-import-unexpected'),
    exports: named('world-export-missing'),
    types: named('world-type-mismatch'),
  })
}

/** `exact`, or the findings that keep a component from being one of exactly this world. */
export async function askExact({ component, wit, world }) {
  const { ok, findings } = await checkConformance(component, { wit, world, match: 'exact' })
  return ok ? 'exact' : findings.map(({ code, path }) => `${code} ${path}`).join('\n')
}

/** What a validation says of the world, and what the conformance alone says. */
export async function askBoth({ component, wit, world }) {
  const alone = await checkConformance(component, { wit, world }).catch(blameWit)
  const validation = await validateComponent(component, { wit, world }).catch(blameWit)
  if (typeof alone === 'string' || typeof validation === 'string') {
    return {
      alone: String(alone),
      validation: isRefusedBefore(validation) ? String(alone) : String(validation),
    }
  }
  const { findings } = validation
  const ofWorld = (list) => JSON.stringify(list.filter(({ code }) => code.startsWith('world-')))
  return {
    alone: ofWorld(alone.findings),
    validation: ofWorld(isRefusedBefore(validation) ? alone.findings : findings),
  }
}

/** A validation compares nothing with a world that is no valid component, or over a limit. */
function isRefusedBefore({ findings = [] }) {
  return findings.some(({ code }) => code.startsWith('component-') || code === 'limit-exceeded')
}

/** `wac targets` ends in the same way whichever of its two inputs cannot be read. */
function blameWit({ code, message }) {
  if (!['wit-invalid', 'world-unknown'].includes(code)) throw new Error(message)
  return `unreadable\n${code}: ${message}`
}
