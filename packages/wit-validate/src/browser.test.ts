import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promptWit } from '@wasm-airlock/shared'
import { parseWat } from '@wasm-airlock/wac'
import { build, transform } from 'esbuild'
import { expect, test } from 'vitest'
import { findChromium, launchChromium } from '../../../tools/browser.ts'
import { servePages } from '../../../tools/page-server.ts'
import { componentWithNames, promptComponent } from './fixtures.ts'
import * as validate from './index.ts'
import { runScenario, type ScenarioInputs } from './testing/scenario.ts'

const chromium = await findChromium()
const toolchain = fileURLToPath(import.meta.resolve('@wasm-airlock/wac/toolchain.core.wasm'))

/** The package as esbuild makes one file of it for browsers; anything of Node in its graph is an error. */
function bundleForBrowsers() {
  return build({
    stdin: { contents: "export * from '@wasm-airlock/wit-validate'", resolveDir: import.meta.dirname },
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    minify: true,
    write: false,
    metafile: true,
    logLevel: 'silent',
  })
}

async function makeInputs(): Promise<ScenarioInputs> {
  const components = {
    prompt: await promptComponent(),
    denied: await promptComponent('(import "wasi:cli/exit@0.2.9" (instance))'),
    unsafe: await componentWithNames("x']; alert(1); //"),
    invalid: (await promptComponent()).slice(0, -9),
    module: await parseWat('(module)'),
  }
  const encoded = Object.entries(components).map(([key, bytes]) => [
    key,
    Buffer.from(bytes).toString('base64'),
  ])
  return { components: Object.fromEntries(encoded), wit: promptWit }
}

test('bundles for browsers, with nothing of Node in it', async () => {
  const { errors, warnings, metafile } = await bundleForBrowsers()
  expect({ errors, warnings }).toEqual({ errors: [], warnings: [] })
  const inputs = Object.keys(metafile.inputs).map((path) => path.slice(path.lastIndexOf('/') + 1))
  expect(inputs).toContain('same-thread.js')
  expect(inputs).not.toContain('thread.js')
  const imported = Object.values(metafile.inputs).flatMap((input) => input.imports)
  expect(imported.filter(({ external }) => external)).toEqual([])
})

test.skipIf(chromium === undefined)('gives in Chromium what it gives in Node', async () => {
  const inputs = await makeInputs()
  const { outputFiles } = await bundleForBrowsers()
  const scenario = await readFile(new URL('testing/scenario.ts', import.meta.url), 'utf8')
  await using server = await servePages(
    {
      '/': () => '<!doctype html><link rel="icon" href="data:,">',
      '/scenario.js': async () => (await transform(scenario, { loader: 'ts', target: 'es2022' })).code,
      '/app.js': () => (outputFiles[0] as { contents: Uint8Array }).contents,
      '/toolchain.core.wasm': () => readFile(toolchain),
      '/validate.core.wasm': () => readFile(new URL('../dist/validate.core.wasm', import.meta.url)),
    },
    'none',
  )
  const browser = await launchChromium(chromium as string)
  try {
    const page = await browser.newPage()
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('console', (message) => complaints.push(message.text()))
    await page.goto(server.url)
    // As text: what the test runner makes of `import()` is of no use in a page.
    const call = `Promise.all([import('/app.js'), import('/scenario.js')])
      .then(([validate, { runScenario }]) => runScenario(validate, ${JSON.stringify(inputs)}))`
    const result = await page.evaluate(call)
    expect(complaints).toEqual([])
    expect(result).toEqual(JSON.parse(JSON.stringify(await runScenario(validate, inputs))))
  } finally {
    await browser.close()
  }
})
