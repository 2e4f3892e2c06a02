import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { createSandbox } from './sandbox/sandbox.ts'
import { callSandbox, chosenCalls, type Outcome } from './test-support/conformance/calls.ts'
import { buildCorpus, corpusNames } from './test-support/conformance/components.ts'
import { expectedOf, parseExpected } from './test-support/conformance/expected.ts'
import { readWorld } from './test-support/conformance/types.ts'

// What is expected here, Wasmtime has answered: `.ci/extra/host-oracle.sh --update`.
test.each(corpusNames)('calls of %s give what they give in Wasmtime', async (name) => {
  const component = await buildCorpus(name)
  const world = await readWorld(component.wit)
  const calls = chosenCalls(world)
  await using sandbox = await createSandbox(component.bytes)
  const outcomes: Outcome[] = []
  for (const call of calls) outcomes.push(await callSandbox(sandbox, world, call))
  expect(expectedOf(calls, outcomes)).toEqual(parseExpected(await readFile(component.expected, 'utf8')))
})
