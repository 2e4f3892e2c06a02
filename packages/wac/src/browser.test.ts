import { readdir, readFile } from 'node:fs/promises'
import { build, transform } from 'esbuild'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium, launchChromium } from '../../../tools/browser.ts'
import { type Site, servePages } from '../../../tools/page-server.ts'
import * as wac from './index.ts'
import { runScenario } from './testing/scenario.ts'

const nonce = 'import-map'
const packageDist = new URL('../dist/', import.meta.url)
const sharedDist = new URL('../../../shared/dist/', import.meta.url)
const chromium = await findChromium()

/** The scenario without its types, as a module of a page. */
async function scenarioModule(): Promise<string> {
  const source = await readFile(new URL('testing/scenario.ts', import.meta.url), 'utf8')
  return (await transform(source, { loader: 'ts', target: 'es2022' })).code
}

async function filesOf(folder: URL, prefix: string): Promise<Site> {
  const names = await readdir(folder)
  return Object.fromEntries(names.map((name) => [prefix + name, () => readFile(new URL(name, folder))]))
}

/** The core entry as esbuild makes one file of it for browsers; anything of Node in its graph is an error. */
function bundleForBrowsers() {
  return build({
    stdin: { contents: "export * from '@wasm-airlock/wac'", resolveDir: import.meta.dirname },
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

it('has a core entry that bundles for browsers, with nothing of Node in it', async () => {
  const { errors, warnings, metafile } = await bundleForBrowsers()
  expect({ errors, warnings }).toEqual({ errors: [], warnings: [] })
  const inputs = Object.keys(metafile.inputs).map((path) => path.slice(path.lastIndexOf('/') + 1))
  expect(inputs).toContain('core-module.js')
  expect(inputs).not.toContain('core-module.node.js')
  const imported = Object.values(metafile.inputs).flatMap((input) => input.imports)
  expect(imported.filter(({ external }) => external)).toEqual([])
})

describe.skipIf(chromium === undefined)('in Chromium', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium(chromium as string)
  })
  afterAll(() => browser.close())

  /** Runs the scenario on a page of a site, whose module `wac` is the package. */
  async function runOnPage(site: Site, module: string) {
    await using server = await servePages(site, nonce)
    const page = await browser.newPage()
    const complaints: string[] = []
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('console', (message) => complaints.push(message.text()))
    await page.goto(server.url)
    // As text: what the test runner makes of `import()` is of no use in a page.
    await page.evaluate(`import('${module}').then((wac) => { globalThis.wac = wac })`)
    const beforeTheFirstCall = [...server.asked]
    const result = await page.evaluate(`import('/scenario.js').then(({ runScenario }) => runScenario(wac))`)
    await page.close()
    return { result, complaints, beforeTheFirstCall, asked: [...server.asked] }
  }

  it('gives what it gives in Node, as it is in the package, with an import map', async () => {
    const imports = {
      '@wasm-airlock/wac': '/wac/index.js',
      '@wasm-airlock/shared': '/shared/index.js',
      '#core-module': '/wac/core-module.js',
    }
    const { result, complaints, beforeTheFirstCall, asked } = await runOnPage(
      {
        '/': () =>
          `<!doctype html><link rel="icon" href="data:,"><script type="importmap" nonce="${nonce}">${JSON.stringify({ imports })}</script>`,
        '/scenario.js': scenarioModule,
        ...(await filesOf(packageDist, '/wac/')),
        ...(await filesOf(sharedDist, '/shared/')),
      },
      '@wasm-airlock/wac',
    )
    expect(complaints).toEqual([])
    expect(result).toEqual(await runScenario(wac))
    expect(beforeTheFirstCall).not.toContain('/wac/toolchain.core.wasm')
    expect(asked.filter((path) => path === '/wac/toolchain.core.wasm')).toHaveLength(1)
    expect(asked).not.toContain('/wac/core-module.node.js')
  })

  it('gives what it gives in Node, bundled', async () => {
    const { outputFiles } = await bundleForBrowsers()
    const { result, complaints, asked } = await runOnPage(
      {
        '/': () => '<!doctype html><link rel="icon" href="data:,">',
        '/scenario.js': scenarioModule,
        '/app.js': () => (outputFiles[0] as { contents: Uint8Array }).contents,
        '/toolchain.core.wasm': () => readFile(new URL('toolchain.core.wasm', packageDist)),
      },
      '/app.js',
    )
    expect(complaints).toEqual([])
    expect(result).toEqual(await runScenario(wac))
    expect(asked).toEqual(['/', '/app.js', '/scenario.js', '/toolchain.core.wasm'])
  })
})
