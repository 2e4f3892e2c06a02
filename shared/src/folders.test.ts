import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { cacheFolder, stateFolder } from './folders.ts'

afterEach(() => vi.unstubAllEnvs())

describe.each([
  ['AIRLOCK_CACHE_DIR', cacheFolder],
  ['AIRLOCK_STATE_DIR', stateFolder],
])('the folder of %s', (variable, folder) => {
  it('is that of the option, else of the environment, else of the user', () => {
    vi.stubEnv(variable, '/from-env')
    expect(folder('/given')).toBe('/given')
    expect(folder()).toBe('/from-env')
    vi.stubEnv(variable, '')
    expect(folder()).toMatch(/^\/.*airlock/i)
  })

  it('is absolute', () => {
    expect(folder('a/b')).toBe(join(process.cwd(), 'a/b'))
    vi.stubEnv(variable, 'c')
    expect(folder()).toBe(join(process.cwd(), 'c'))
  })
})
