import { expect, test } from 'vitest'
import { erasePath } from './erase-path.ts'

const path = '/tmp/airlock-build-a1B2c3'

test.each([
  ['all of it', `x ${path}/bundle y`],
  ['all but the slash before it', 'x tmp/airlock-build-a1B2c3/bundle y'],
  ['its end', 'x p/airlock-build-a1B2c3/bundle y'],
  ['all but its end', 'x tmp/airlock-build-a1'],
  ['neither beginning nor end', 'x airlock-build-\0 y'],
])('%s becomes text of the same length', (_, memory) => {
  const bytes = Buffer.from(memory)
  erasePath(bytes, path)
  expect(bytes.toString()).not.toMatch(/tmp|build/)
  expect(bytes).toHaveLength(memory.length)
  expect(bytes.toString()).toMatch(/^x /)
})

test('everything else stays', () => {
  const bytes = Buffer.from('a folder /tmp/airlock and a build-a1B2c3')
  erasePath(bytes, path)
  expect(bytes.toString()).toBe('a folder /tmp/airlock and a build-a1B2c3')
})
