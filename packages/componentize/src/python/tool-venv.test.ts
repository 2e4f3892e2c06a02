import { chmod, chown, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { execa } from 'execa'
import { afterEach, expect, test } from 'vitest'
import { makeFolder } from '../test-support/source-folder.ts'
import { findPython } from './find-python.ts'
import { pipEnvironment } from './pip-environment.ts'
import { ensureToolVenv, toolVenvFolder } from './tool-venv.ts'

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
  const folder = toolVenvFolder(python, { cacheDir })
  // A run that was killed left a folder without its marker.
  await mkdir(join(folder, 'bin'), { recursive: true, mode: 0o700 })
  await writeFile(join(folder, 'bin', 'python'), 'half')
  const first = ensureToolVenv(python, { cacheDir })
  const [one, two] = await Promise.all([first, ensureToolVenv(python, { cacheDir })])
  expect(one).toBe(two)
  expect(await readdir(join(cacheDir, 'tools'))).toEqual([basename(folder)])
  const { stdout } = await execa(one, ['-I', '-c', 'import componentize_py; print("ready")'])
  expect(stdout).toBe('ready')
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

/** An environment that looks complete. */
async function makeReady() {
  const cacheDir = await makeCache()
  const python = await findPython(undefined)
  const folder = toolVenvFolder(python, { cacheDir })
  await mkdir(join(folder, 'bin'), { recursive: true, mode: 0o700 })
  await writeFile(join(folder, 'complete'), '')
  await writeFile(join(folder, 'bin', 'python'), '')
  return { folder, tools: join(cacheDir, 'tools'), ensure: () => ensureToolVenv(python, { cacheDir }) }
}

test('nothing is run from a folder that others may write to', async () => {
  const { folder, tools, ensure } = await makeReady()
  expect(await ensure()).toBe(join(folder, 'bin', 'python'))
  for (const each of [folder, tools])
    for (const mode of [0o770, 0o702]) {
      await chmod(each, mode)
      await expect(ensure()).rejects.toMatchObject({ code: 'tool-install-failed', item: each })
      await chmod(each, 0o700)
    }
})

test.runIf(process.getuid?.() === 0)('nothing is run from a folder of somebody else', async () => {
  const { folder, tools, ensure } = await makeReady()
  for (const each of [folder, tools]) {
    await chown(each, 12_345, 0)
    await expect(ensure()).rejects.toMatchObject({ code: 'tool-install-failed', item: each })
    await chown(each, 0, 0)
  }
})

test('another wheel of the same name and version is not installed', async () => {
  const cacheDir = await makeCache()
  const index = await makeFolder({ 'componentize_py-0.25.1-py3-none-any.whl': 'planted' })
  folders.push(index)
  process.env.PIP_NO_INDEX = '1'
  process.env.PIP_FIND_LINKS = index
  await expect(ensureToolVenv(await findPython(undefined), { cacheDir })).rejects.toMatchObject({
    code: 'tool-install-failed',
    details: { output: expect.arrayContaining([expect.stringContaining('HASHES')]) },
  })
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
    PIP_TIMEOUT: '7',
    PIP_USER: '1',
    HTTPS_PROXY: 'p',
    SECRET: 's',
  }
  expect(pipEnvironment('/tmp/x')).toMatchObject({
    PIP_INDEX_URL: 'https://index.example',
    HTTPS_PROXY: 'p',
    TMPDIR: '/tmp/x',
    PIP_RETRIES: '1',
    PIP_TIMEOUT: '7',
  })
  expect(Object.keys(pipEnvironment('/tmp/x'))).not.toEqual(expect.arrayContaining(['SECRET']))
  expect(pipEnvironment('/tmp/x')).not.toHaveProperty('PIP_TARGET')
  expect(pipEnvironment('/tmp/x')).not.toHaveProperty('PIP_USER')
})
