import assert from 'node:assert/strict'
import { test } from 'node:test'
import { after, before } from './index.ts'

test('the prompt asks for plain text', () => {
  assert.equal(before('  What is a mast?\n'), 'What is a mast?\n\nAnswer in plain text.')
})

test('the answer loses its formatting', () => {
  assert.equal(
    after('## Masts\n\n* a **pole** for `sails`\n* see [ships](https://ships.example)\n'),
    'Masts\n\n- a pole for sails\n- see ships (https://ships.example)',
  )
})

test('plain text stays as it is', () => {
  assert.equal(after('2 * 3 * 4 and a_b_c'), '2 * 3 * 4 and a_b_c')
})

test('code fences go, the code stays', () => {
  assert.equal(after('```js\nlet x = 1\n```\n'), 'let x = 1')
})
