import sarifSchema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' }
import DraftFour from 'ajv-draft-04'
import addFormats from 'ajv-formats'
import type { Log } from 'sarif'
import { describe, expect, expectTypeOf, test } from 'vitest'
import type { ComponentReport } from '../../component-report.ts'
import { promptComponent } from '../../fixtures.ts'
import { validateComponent } from '../../validate.ts'
import { exampleReport } from '../testing/example-report.ts'
import { hostileNames, hostileReport } from '../testing/hostile-report.ts'
import { artifactUri } from './artifact-uri.ts'
import { toSarif } from './sarif.ts'
import type { SarifLog } from './sarif-log.ts'

const ajv = new DraftFour.default({ strict: false, unicodeRegExp: false })
addFormats.default(ajv)
const conforms = ajv.compile(sarifSchema)

const file = 'dist/pirate.wasm'

async function resultsOf(report: Partial<ComponentReport>) {
  const { runs } = await toSarif(exampleReport(report), { file })
  return runs[0].results
}

describe('toSarif', () => {
  test('fits the schema of SARIF 2.1.0, whatever a component carries', async () => {
    expectTypeOf<SarifLog>().toExtend<DeepReadonly<Log>>()
    const reports = [exampleReport(), ...Array.from({ length: 50 }, (_, seed) => hostileReport(seed))]
    for (const report of reports) {
      const log = JSON.parse(JSON.stringify(await toSarif(report, { file, version: '1.2.3' })))
      expect(conforms(log), JSON.stringify(conforms.errors)).toBe(true)
    }
  })

  test('has what code scanning asks for', async () => {
    const log = await toSarif(await validateComponent(await promptComponent('(import "log" (func))')), {
      file,
    })
    const [{ tool, automationDetails, results }] = log.runs
    for (const { shortDescription, fullDescription, help } of tool.driver.rules) {
      for (const { text } of [shortDescription, fullDescription, help]) {
        expect(text).toMatch(/\S/)
        expect(text.length).toBeLessThan(1024)
      }
    }
    expect(automationDetails.id).toBe('airlock/dist/pirate.wasm/')
    expect(results).toEqual([
      {
        ruleId: 'policy-import-denied',
        ruleIndex: tool.driver.rules.findIndex(({ id }) => id === 'policy-import-denied'),
        level: 'error',
        message: {
          text: 'imports log, which no rule of the policy allows; to allow it, add "log" to allow',
        },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: 'dist/pirate.wasm', index: 0 },
              region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 },
            },
            logicalLocations: [{ fullyQualifiedName: 'import log' }],
          },
        ],
        partialFingerprints: { primaryLocationLineHash: expect.stringMatching(/^[0-9a-f]{32}:1$/) },
      },
    ])
  })

  test('a secret is a result, and says where it is but not what it is', async () => {
    expect((await resultsOf({})).at(-1)).toMatchObject({
      ruleId: 'possible-secret',
      level: 'warning',
      message: { text: 'looks like a secret: GitHub token: ghp_…, 40 characters' },
      locations: [{ physicalLocation: { region: { byteOffset: 1_234_600 } } }],
    })
  })

  test('another build keeps the fingerprints', async () => {
    const build = (module: number, offset: number) =>
      [
        {
          code: 'name-unsafe',
          severity: 'error',
          path: `module ${module} / export a"b`,
          args: { kind: 'export', name: 'a"b' },
        },
        {
          code: 'component-invalid',
          severity: 'error',
          path: 'component',
          args: { reason: `at ${offset}`, offset },
        },
        {
          code: 'limit-exceeded',
          severity: 'error',
          path: 'pages',
          args: { what: 'pages', actual: offset, limit: 1 },
        },
      ] as const
    const prints = async (findings: ReturnType<typeof build>) =>
      (await resultsOf({ findings })).map(({ partialFingerprints }) => partialFingerprints)
    expect(await prints(build(3, 100))).toEqual(await prints(build(7, 230)))
    expect(new Set((await prints(build(1, 1))).map((each) => each.primaryLocationLineHash)).size).toBe(4)
  })

  test('an interface in another version keeps its fingerprint', async () => {
    const prints = async (version: string) => {
      const name = `wasi:sockets/tcp@${version}`
      const args = {
        name,
        rule: `"${name}"`,
        reason: 'no rule of the policy allows',
        change: `add "${name}"`,
      }
      const finding = {
        code: 'policy-import-denied',
        severity: 'error',
        path: `import ${name}`,
        args,
      } as const
      return (await resultsOf({ findings: [finding] })).map(({ partialFingerprints }) => partialFingerprints)
    }
    expect(await prints('0.2.9')).toEqual(await prints('0.2.3-rc.1'))
  })

  test('two findings that are the same but for their place are two results', async () => {
    const finding = (module: number) =>
      ({
        code: 'name-unsafe',
        severity: 'error',
        path: `module ${module} / export ;`,
        args: { kind: 'export', name: ';' },
      }) as const
    const hashes = (await resultsOf({ findings: [finding(0), finding(1)] })).map(
      ({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash,
    )
    expect(new Set(hashes).size).toBe(hashes.length)
  })

  test('no name becomes a link or a placeholder', async () => {
    const findings = hostileNames.map(
      (name) =>
        ({ code: 'name-unsafe', severity: 'error', path: name, args: { kind: 'export', name } }) as const,
    )
    for (const { message } of await resultsOf({ findings })) {
      expect(message.text).not.toContain('](')
      expect(message.text.replaceAll('{{', '').replaceAll('}}', '')).not.toMatch(/[{}]/)
      expect(message.text).not.toMatch(/\p{C}/u)
    }
  })
})

test.each([
  ['dist/my component.wasm', 'dist/my%20component.wasm'],
  ['./a.wasm', 'a.wasm'],
  ['../a.wasm', '../a.wasm'],
  ['/srv/a.wasm', 'file:///srv/a.wasm'],
  ['C:\\build\\a.wasm', 'file:///C:/build/a.wasm'],
  ['javascript:alert(1)//.wasm', 'javascript%3Aalert(1)/.wasm'],
  ['//host/a.wasm', 'file:///host/a.wasm'],
  ['a?b#c.wasm', 'a%3Fb%23c.wasm'],
  ['\ud800.wasm', '%EF%BF%BD.wasm'],
])('the path %j is the URI %s', (path, uri) => {
  expect(artifactUri(path)).toBe(uri)
})

type DeepReadonly<Value> = Value extends object
  ? { readonly [Key in keyof Value]: DeepReadonly<Value[Key]> }
  : Value
