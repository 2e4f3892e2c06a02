import type * as Validate from '../index.ts'

/** Components, as base64, so that they can enter a browser as text. */
export interface ScenarioInputs {
  readonly components: Readonly<Record<string, string>>
  readonly wit: Readonly<Record<string, string>>
}

/**
 * Calls every kind of function of the package. It runs in a browser as it stands, so it imports no values.
 *
 * @param validate The package, wherever it was loaded from.
 * @returns Plain data, the same wherever it ran.
 */
export async function runScenario(validate: typeof Validate, { components, wit }: ScenarioInputs) {
  const bytesOf = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  const policy = validate.parsePolicy('allow = ["wasi:io/*", "log"]\n')
  const results: Record<string, unknown> = {}
  for (const [name, text] of Object.entries(components)) {
    const component = bytesOf(text)
    const result = await validate.validateComponent(component, { wit, world: 'promptmodifier', policy })
    const gate = await validate.checkGate(component, { limits: { maxMemoryBytes: 65_536 } })
    const full = await validate.reportComponent(component, { policy })
    results[name] = { result, gate, full, report: validate.formatReport(result) }
  }
  const { component: restricted, ...rest } = await validate.restrictComponent(
    bytesOf(components.denied ?? ''),
    { allow: [] },
  )
  const bytes = bytesOf(Object.values(components)[0] ?? '')
  return {
    results,
    restricted: { bytes: [...restricted], ...rest },
    tooLarge: await validate.validateComponent(bytes, { maxBytes: 5 }),
    badPolicy: await failureOf(async () => validate.parsePolicy('allow = ["wasi:io/*"]\nalow = []\n')),
    badToml: await failureOf(async () => validate.parsePolicy('allow = [')),
    badLimit: await failureOf(() => validate.checkGate(bytes, { limits: { maxNesting: 1000 } })),
    noWorld: await failureOf(() => validate.validateComponent(bytes, { wit, world: 'none' })),
    aborted: await failureOf(() =>
      validate.validateComponent(bytes, { signal: AbortSignal.abort('enough') }),
    ),
  }
}

/** Errors keep their own fields on the way out of a browser; an `AirlockError` gives them as JSON. */
async function failureOf(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work()
  } catch (error) {
    return JSON.parse(JSON.stringify(error))
  }
  throw new Error('it should have failed')
}
