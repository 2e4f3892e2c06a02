import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { makeFolder } from '../test-support/source-folder.ts'
import { findPython } from './find-python.ts'
import { pipEnvironment } from './pip-environment.ts'
import { ensureToolVenv } from './tool-venv.ts'

const folders: string[] = []
const saved = { ...process.env }
afterEach(async () => {
  process.env = { ...saved }
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true })
})

async function makeCache(): Promise<string> {
  const folder = await makeFolder({})
  folders.push(folder)
  return folder
}

test('two runs at once make one environment, also over the ruins of another', async () => {
  const cacheDir = await makeCache()
  const python = await findPython(undefined)
  const first = ensureToolVenv(python, { cacheDir })
  const [one, two] = await Promise.all([first, ensureToolVenv(python, { cacheDir })])
  expect(one).toBe(two)
  const [name = ''] = await readdir(join(cacheDir, 'tools'))
  expect(await readdir(join(cacheDir, 'tools'))).toEqual([name])
  // A run that was killed left a folder without its marker.
  await rm(join(cacheDir, 'tools', name), { recursive: true })
  await mkdir(join(cacheDir, 'tools', name, 'bin'), { recursive: true })
  await writeFile(join(cacheDir, 'tools', name, 'bin', 'python'), 'half')
  expect(await ensureToolVenv(python, { cacheDir })).toBe(one)
})

test('an index that cannot be reached is an error with the words of pip, and leaves nothing', async () => {
  const cacheDir = await makeCache()
  process.env.PIP_NO_INDEX = '1'
  delete process.env.PIP_FIND_LINKS
  const made = ensureToolVenv(await findPython(undefined), { cacheDir })
  await expect(made).rejects.toMatchObject({
    code: 'tool-install-failed',
    item: 'componentize-py==0.25.1',
    details: { output: expect.arrayContaining([expect.stringContaining('ERROR')]) },
  })
  expect(await readdir(join(cacheDir, 'tools'))).toEqual([])
})

test('no Python, or a program that is none, is python-missing', async () => {
  await expect(findPython('/no/such/python')).rejects.toMatchObject({ code: 'python-missing' })
  process.env.AIRLOCK_PYTHON = process.execPath
  await expect(findPython(undefined)).rejects.toMatchObject({
    code: 'python-missing',
    item: process.execPath,
  })
})

test('pip gets what it needs to reach the index and nothing that moves the installation', () => {
  process.env = {
    PIP_INDEX_URL: 'https://index.example',
    PIP_TARGET: '/x',
    PIP_USER: '1',
    HTTPS_PROXY: 'p',
    SECRET: 's',
  }
  expect(pipEnvironment('/tmp/x')).toMatchObject({
    PIP_INDEX_URL: 'https://index.example',
    HTTPS_PROXY: 'p',
    TMPDIR: '/tmp/x',
  })
  expect(Object.keys(pipEnvironment('/tmp/x'))).not.toEqual(expect.arrayContaining(['SECRET']))
  expect(pipEnvironment('/tmp/x')).not.toHaveProperty('PIP_TARGET')
  expect(pipEnvironment('/tmp/x')).not.toHaveProperty('PIP_USER')
})
