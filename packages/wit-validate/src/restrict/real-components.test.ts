import { AirlockError } from '@wasm-airlock/shared'
import { inspectComponent } from '@wasm-airlock/wac'
import { beforeAll, expect, test } from 'vitest'
import { findDenied } from '../policy/find-denied.ts'
import type { Policy } from '../policy/policy.ts'
import { readRealComponents } from '../testing/real-components.ts'
import { restrictComponent } from './restrict-component.ts'

let components: readonly Uint8Array[]
beforeAll(async () => {
  components = (await readRealComponents()).large
}, 120_000)

test('each package of WASI can be denied alone and allowed alone, or the way out is said', async () => {
  const outcomes = { restricted: 0, refused: 0 }
  for (const component of components) {
    const { imports } = await inspectComponent(component)
    const packages = new Set(imports.map(({ name }) => name.replace(/\/.*$/, '/*')))
    expect(packages.size).toBeGreaterThan(2)
    for (const pattern of packages) {
      for (const policy of [{ allow: [pattern] }, { allow: ['*'], deny: [pattern] }])
        outcomes[await tryToRestrict(component, policy)] += 1
    }
  }
  expect(Math.min(outcomes.restricted, outcomes.refused)).toBeGreaterThan(0)
})

async function tryToRestrict(component: Uint8Array, policy: Policy): Promise<'restricted' | 'refused'> {
  try {
    const { imports } = await restrictComponent(component, policy)
    expect(findDenied(imports, policy)).toEqual([])
    return 'restricted'
  } catch (error) {
    if (!(error instanceof AirlockError)) throw error
    expect(error.message).toMatch(/ is allowed and has the type .+, which is denied$/)
    expect(error).toMatchObject({
      code: 'restrict-refused',
      hint: expect.stringMatching(/^Allow .+ too, or deny .+ as well\.$/),
    })
    return 'refused'
  }
}
