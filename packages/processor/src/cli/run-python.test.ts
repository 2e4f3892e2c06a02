import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findChromium, launchChromium } from '../../../../tools/browser.ts'
import type { RunResult } from '../run-result.ts'
import { root, Workplace } from '../testing/command.ts'
import { buildWithComponentizePy } from '../testing/outside-tools.ts'

const example = join(root, 'python-examples', 'pirate')
const chromium = await findChromium()

let place: Workplace
let result: RunResult

beforeAll(async () => {
  place = await Workplace.create()
  const outcome = await place.run(['run', example, '--json'])
  expect(outcome.stderr).toBe('')
  expect(outcome.status).toBe(0)
  result = outcome.json()
})
afterAll(() => place[Symbol.asyncDispose]())

/** What the functions themselves say, in a plain Python. */
async function callPython(name: 'before' | 'after', text: string): Promise<string> {
  const code = `import sys; sys.dont_write_bytecode = True; sys.path.insert(0, sys.argv[1]); from ${name} import ${name}; sys.stdout.write(${name}(sys.argv[2]))`
  const { stdout } = await promisify(execFile)('python3', ['-c', code, example, text])
  return stdout
}

test('the result has the shape that is promised', async () => {
  expect(Object.keys(result).sort()).toEqual(
    ['app', 'cases', 'component', 'deployment', 'findings', 'steps', 'tests'].sort(),
  )
  const { path = '', bytes, sha256 } = result.component
  const file = await readFile(path)
  expect(path).toBe(join(place.work, '.airlock', 'pirate', 'component.wasm'))
  expect(bytes).toBe(file.length)
  expect(sha256).toBe(createHash('sha256').update(file).digest('hex'))
  expect(result.component).toMatchObject({
    language: 'python',
    imports: [],
    exports: expect.arrayContaining([
      expect.objectContaining({ name: 'component:promptprocessor/promptmodification@0.0.1' }),
    ]),
  })
  expect(result.findings.filter((finding) => finding.severity === 'error')).toEqual([])
  expect(result.cases.length).toBeGreaterThan(0)
  for (const each of result.cases)
    expect(each).toEqual({
      call: expect.any(String),
      args: expect.any(Array),
      expected: each.expected,
      actual: each.actual,
      ok: true,
    })
  expect(result.app).toEqual({ path: join(place.work, '.airlock', 'pirate', 'app') })
  expect(result.tests.length).toBeGreaterThan(4)
  expect(result.tests.every((each) => each.ok)).toBe(true)
  expect(result.deployment).toEqual({
    id: expect.stringMatching(/^[\w-]+$/),
    target: 'local',
    endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
  })
  expect(result.steps.map((step) => step.name)).toEqual([
    'componentize',
    'validate',
    'sandbox',
    'compose',
    'test',
    'deploy',
  ])
})

test('the endpoint runs the prompt through the Python code, the LLM and the Python code again', async () => {
  const prompt = 'Hello, where is the "treasure"?'
  const response = await fetch(`${result.deployment.endpoint}/api/prompt`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ prompt }),
  })
  expect(response.status).toBe(200)
  const modifiedPrompt = await callPython('before', prompt)
  const completion = `echo: ${modifiedPrompt}`
  expect(await response.json()).toMatchObject({
    prompt,
    modifiedPrompt,
    completion,
    result: await callPython('after', completion),
    usage: expect.any(Object),
  })
})

test.skipIf(chromium === undefined)('the page shows every stage in a real browser', async () => {
  await using browser = await launchChromium(chromium ?? '')
  const page = await browser.newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  await page.goto(result.deployment.endpoint)
  const prompt = 'Hello <b>friend</b>'
  await page.getByLabel('Your prompt').fill(prompt)
  await page.getByRole('button', { name: 'Send' }).click()
  const modified = await callPython('before', prompt)
  const stages = {
    prompt,
    modifiedPrompt: modified,
    completion: `echo: ${modified}`,
    result: await callPython('after', `echo: ${modified}`),
  }
  await page.locator('[data-stage=result] .text', { hasText: stages.result }).waitFor()
  for (const [stage, shown] of Object.entries(stages))
    expect(await page.locator(`[data-stage=${stage}] .text`).textContent()).toBe(shown)
  await page.getByText('How it is put together').click()
  const picture = page.getByRole('img', { name: /^A drawing of the application/ })
  await picture.waitFor()
  const { width = 0, height = 0 } = (await picture.boundingBox()) ?? {}
  expect([width > 200, height > 200]).toEqual([true, true])
  expect(problems).toEqual([])
})

test('it is listed, has a log, and is gone when it is stopped', async () => {
  const { id, endpoint } = result.deployment
  const listed = (await place.run(['ps', '--json'])).json<{ deployments: object[] }>()
  expect(listed.deployments).toMatchObject([{ id, endpoint, target: 'local', state: 'running' }])
  expect((await place.run(['ps'])).stdout).toContain(endpoint)
  expect((await place.run(['logs', id, '--json'])).json()).toMatchObject({ id, log: expect.any(String) })
  expect(await place.run(['stop', id])).toMatchObject({ status: 0, stdout: `${id} is stopped.\n` })
  await expect(fetch(endpoint)).rejects.toThrow()
  expect(await place.leftovers()).toEqual([])
})

test('its component is accepted as it is, and a failing case is shown and never deployed', async () => {
  const component = result.component.path ?? ''
  const fine = await place.run(['validate', component, '--world', 'promptmodifier'])
  expect(fine.status).toBe(0)
  expect(fine.stdout).toContain('What it can do: compute, and nothing else')
  const cases = join(place.work, 'wrong.toml')
  await writeFile(cases, '[[call]]\nfunction = "before"\nargs = ["Hello"]\nexpect = "nonsense"\n')
  const outcome = await place.run(['run', component, '--cases', cases, '--out', 'again'])
  expect(outcome.status).toBe(1)
  expect(outcome.stdout).toContain('- expected "nonsense"')
  expect(outcome.stdout).toContain(`+ actual   ${JSON.stringify(await callPython('before', 'Hello'))}`)
  expect(outcome.stderr).toContain('[cases-failed]')
  expect((await place.run(['ps', '--json'])).json()).toEqual({ deployments: [] })
  expect(await place.leftovers()).toEqual([])
})

test('a component from plain componentize-py becomes an endpoint', async () => {
  const component = await buildWithComponentizePy(join(place.path, 'outside'))
  const outcome = await place.run(['run', component, '--json'])
  expect(outcome.status).toBe(0)
  const { component: report, deployment } = outcome.json<RunResult>()
  expect(report.language).toBe('wasm')
  const headers = { 'content-type': 'text/plain' }
  const response = await fetch(deployment.endpoint, { method: 'POST', headers, body: 'abc' })
  expect(await response.text()).toBe(']cba[ :ohce')
})
