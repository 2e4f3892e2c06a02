import { parseWat } from '@wasm-airlock/wac'
import { afterEach, expect, test, vi } from 'vitest'
import { createSandbox } from '../sandbox/sandbox.ts'
import { probe } from '../test-support/wat.ts'
import type * as nodeBinary from './node-binary.ts'

const denying = vi.hoisted(() => ({ deniesNetwork: true }))
vi.mock('./node-binary.ts', async (original) => ({
  ...(await original<typeof nodeBinary>()),
  findNodeBinary: () => ({ path: process.execPath, ...denying }),
}))
afterEach(() => {
  denying.deniesNetwork = true
})

test.each([
  [true, []],
  [false, [expect.stringMatching(/does not deny the network/)]],
])('a Node.js that denies the network (%s) is told of as it is', async (deniesNetwork, expected) => {
  denying.deniesNetwork = deniesNetwork
  const lines: string[] = []
  const onLog = ({ text }: { text: string }) => void lines.push(text)
  await using sandbox = await createSandbox(await parseWat(probe), { onLog })
  await sandbox.call('nothing', [])
  expect(lines).toEqual(expected)
})
