import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { Workplace } from '../testing/command.ts'
import { Interrupt } from './interrupt.ts'

let place: Workplace
let component: string

beforeAll(async () => {
  place = await Workplace.create()
  await writeFile(
    join(place.work, 'plain.js'),
    'export const promptmodification = { before: (text) => text, after: (text) => text }\n',
  )
  component = join(place.path, 'plain.wasm')
  expect(await place.run(['componentize', 'plain.js', '-o', component])).toMatchObject({ status: 0 })
})
afterAll(() => place[Symbol.asyncDispose]())

/** Sends the signal as soon as the command says this. */
function interruptAt(pattern: RegExp, signal: NodeJS.Signals) {
  let seen = ''
  return (text: string, kill: (signal: NodeJS.Signals) => void) => {
    const before = pattern.test(seen)
    seen += text
    if (!before && pattern.test(seen)) kill(signal)
  }
}

test.each([
  ['during the build', 'loop', /component from/, 'SIGINT', 130, 'componentize'],
  ['while the application starts', undefined, /starting the application/, 'SIGINT', 130, 'deploy'],
  ['when the process is asked to end', 'loop', /component from/, 'SIGTERM', 143, 'componentize'],
] as const)('%s nothing is left behind', async (_, folder, pattern, signal, status, step) => {
  if (folder) {
    await mkdir(join(place.work, folder), { recursive: true })
    await writeFile(join(place.work, folder, 'index.js'), 'for (;;);\nexport const promptmodification = {}\n')
  }
  const outcome = await place.run(['run', folder ?? component, '--json', '--verbose'], {
    onNote: interruptAt(pattern, signal),
  })
  expect(outcome.status).toBe(status)
  expect(outcome.json()).toMatchObject({ error: { code: 'aborted', step } })
  expect((await place.run(['ps', '--json'])).json()).toEqual({ deployments: [] })
  expect(await place.leftovers()).toEqual([])
  const kept = await readdir(join(place.work, '.airlock')).catch(() => [])
  expect(kept).not.toContain('loop')
})

test('work that does not end is given up, after a while', async () => {
  using patient = new Interrupt(0)
  expect(patient.exitStatus).toBe(undefined)
  process.emit('SIGTERM', 'SIGTERM')
  expect(patient.signal.aborted).toBe(true)
  await expect(patient.givenUp).rejects.toMatchObject({ code: 'aborted' })
  expect(patient.exitStatus).toBe(143)
})

test('a second signal gives up at once, unless it is the same key press', async () => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(0)
  using interrupt = new Interrupt(2 ** 30)
  let gone = false
  interrupt.givenUp.catch(() => {
    gone = true
  })
  process.emit('SIGINT', 'SIGINT')
  now.mockReturnValue(500)
  process.emit('SIGINT', 'SIGINT')
  await Promise.resolve()
  expect(gone).toBe(false)
  now.mockReturnValue(1500)
  process.emit('SIGINT', 'SIGINT')
  await expect(interrupt.givenUp).rejects.toMatchObject({ code: 'aborted' })
  now.mockRestore()
})
