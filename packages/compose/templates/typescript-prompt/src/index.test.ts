import assert from 'node:assert/strict'
import { test } from 'node:test'
import { after, before } from './index.ts'

test('the prompt asks for one sentence', () => {
  assert.equal(before(' What is a mast?\n'), 'What is a mast?\n\nAnswer in one sentence.')
})

test('the answer is marked', () => {
  assert.equal(after('A pole for sails.\n'), 'Answer: A pole for sails.')
})
