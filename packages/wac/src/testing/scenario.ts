import type * as Wac from '../index.ts'

/** What `runScenario` saw; bytes in hexadecimal, so that it can leave a browser. */
export type ScenarioResult = Readonly<Record<string, unknown>>

/**
 * Calls every kind of function of the package. It runs in a browser as it stands, so it imports no values.
 *
 * @param wac The package, wherever it was loaded from.
 * @returns Plain data, the same wherever it ran.
 */
export async function runScenario(wac: typeof Wac): Promise<ScenarioResult> {
  const socket = await wac.parseWat(`(component
    (import "demo:numbers/source@1.0.0" (instance $source (export "next" (func (result u32)))))
    (alias export $source "next" (func $next))
    (export "run" (func $next)))`)
  const plug = await wac.parseWat(`(component
    (core module $core (func (export "next") (result i32) i32.const 7))
    (core instance $made (instantiate $core))
    (func $next (result u32) (canon lift (core func $made "next")))
    (instance $source (export "next" (func $next)))
    (export "demo:numbers/source@1.0.0" (instance $source)))`)
  const document = `package demo:app;
let numbers = new demo:plug {};
let app = new demo:socket { "demo:numbers/source@1.0.0": numbers["demo:numbers/source@1.0.0"] };
export app["run"];
`
  const given = new Map([
    ['demo:socket', socket],
    ['demo:plug', plug],
  ])
  const asked: string[] = []
  const composed = await wac.composeDocument(document, {
    packages: async ({ key }) => {
      asked.push(key)
      return given.get(key)
    },
  })
  const { component, ...report } = await wac.plugComponents(socket, [{ name: 'seven', component: plug }])
  const world = { 'app.wit': 'package demo:app; world app { export run: func() -> string; }' }
  return {
    socket: toHex(socket),
    component: toHex(component),
    report,
    composed: toHex(composed),
    asked: asked.sort(),
    parsed: await wac.parseDocument(document),
    targets: await wac.checkTargets(component, world),
    inspection: await wac.inspectComponent(component),
    text: await wac.printComponent(component),
    wit: await wac.printWit(component),
    syntaxError: await failureOf(
      wac.parseDocument('package demo:app;\n/* “é𝄞” */ let = new demo:plug {};\n'),
    ),
    unknownPackage: await failureOf(wac.composeDocument(document, { packages: () => undefined })),
    unmatched: await failureOf(wac.plugComponents(socket, [{ name: 'empty', component: socket }])),
    malformed: await failureOf(wac.printComponent(socket.subarray(0, 40))),
  }
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Errors keep their own fields on the way out of a browser; an `AirlockError` gives them as JSON. */
async function failureOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work
  } catch (error) {
    return JSON.parse(JSON.stringify(error))
  }
  throw new Error('it should have failed')
}
