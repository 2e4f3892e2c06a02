import { cp, mkdir, readFile, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bin, Workplace } from './testing/command.ts'

let place: Workplace
beforeAll(async () => {
  place = await Workplace.create()
})
afterAll(() => place[Symbol.asyncDispose]())

/** Makes a Node.js believe that it is an old one; what it starts does not. */
const pretendOld = [
  process.execPath,
  '--import',
  'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"20.19.0"}})',
]

async function versionOfPackage(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(dirname(bin), '..', 'package.json'), 'utf8'))
  return version
}

/** A copy of the file behind `airlock` in a package without anything beside it. */
async function copyBin(name: string): Promise<string> {
  const copy = join(place.path, name, 'bin', 'airlock.js')
  await mkdir(dirname(copy), { recursive: true })
  await cp(bin, copy)
  await cp(join(dirname(bin), '..', 'package.json'), join(place.path, name, 'package.json'))
  return copy
}

test('an old Node.js hands over to the npm package `node`', async () => {
  const command = [...pretendOld, bin]
  expect(await place.run(['--version'], { command })).toMatchObject({
    status: 0,
    stdout: `${await versionOfPackage()}\n`,
  })
  expect(await place.run(['nonsense'], { command })).toMatchObject({ status: 2 })
})

test('an old Node.js without that package says so in one sentence', async () => {
  const copy = await copyBin('alone')
  await symlink(join(dirname(bin), '..', 'dist'), join(place.path, 'alone', 'dist'))
  const command = [...pretendOld, copy]
  const readable = await place.run(['ps'], { command })
  expect(readable).toMatchObject({ status: 1, stdout: '' })
  expect(readable.stderr).toContain('error: Airlock needs Node.js 24.11 or newer, and this is 20.19.0.')
  const outcome = await place.run(['ps', '--json'], { command })
  expect(outcome.json()).toMatchObject({ error: { code: 'node-too-old', hint: expect.any(String) } })
})

test('before it is built it says so', async () => {
  const command = [process.execPath, await copyBin('unbuilt')]
  const outcome = await place.run(['ps'], { command })
  expect(outcome).toMatchObject({ status: 1, stdout: '' })
  expect(outcome.stderr).toContain('not built')
})
