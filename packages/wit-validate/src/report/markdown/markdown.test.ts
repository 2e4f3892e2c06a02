import { describe, expect, test } from 'vitest'
import { promptComponent } from '../../fixtures.ts'
import { validateComponent } from '../../validate.ts'
import { exampleReport } from '../testing/example-report.ts'
import { findForeign, render } from '../testing/foreign.ts'
import { hostileNames, hostileReport } from '../testing/hostile-report.ts'
import { formatMarkdown } from './markdown.ts'
import { code } from './markdown-text.ts'

test('what these tests look for is found where it is', () => {
  const found = findForeign('@octocat <img src=x> [x](javascript:1) https://evil.example #12 **bold**')
  expect(found).toEqual([
    '<img src=x>',
    '<a href="javascript:1">',
    '</a>',
    '<a href="https://evil.example">',
    '</a>',
    '@o',
    '://',
    '#1',
  ])
})

describe('formatMarkdown', () => {
  test('the report of all that can be said', async () => {
    const markdown = formatMarkdown(exampleReport(), { title: 'pirate.wasm' })
    await expect(markdown).toMatchFileSnapshot('snapshots/report.md')
    expect(findForeign(markdown)).toEqual([])
  })

  test('a plain result', async () => {
    const extra =
      '(import "wasi:random/random@0.2.9" (instance (export "get-random-u64" (func (result u64)))))'
    const markdown = formatMarkdown(await validateComponent(await promptComponent(extra)))
    expect(markdown).toContain('## Component report\n\n**Refused: 1 error, 0 warnings**\n')
    expect(markdown).toContain('to allow it, `add "wasi:random/random@0.2.9" to allow`')
    expect(markdown).toContain('  - `get-random-u64: func() -> u64`')
    expect(markdown).not.toContain('What it can do')
  })

  test('a deep report that could not be analysed says so, and why', () => {
    const markdown = formatMarkdown(exampleReport({ reach: { complete: false, reason: 'too-large' } }))
    expect(markdown).toContain('could not be found out: it is larger than the analysis can follow.')
    expect(markdown).not.toContain('| never called |')
  })

  test('nothing that a component carries is more than text in a code span', () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const report = hostileReport(seed)
      const markdown = formatMarkdown(report, { title: report.imports[0]?.name ?? '' })
      const foreign = findForeign(markdown)
      if (foreign.length > 0) expect.fail(`seed ${seed}: ${JSON.stringify(foreign)}`)
      expect(markdown.length).toBeLessThan(65_536)
    }
  })

  test.each(hostileNames.map((name, index) => [index, name] as const))('hostile name %i alone', (_, name) => {
    const html = render(`- ${code(name)}`)
    expect(html).toMatch(/^<ul>\n<li>(<code>[^<]*<\/code>|\((empty|blank)\))<\/li>\n<\/ul>$/)
    expect(findForeign(formatMarkdown(exampleReport(), { title: name }))).toEqual([])
  })

  test('a table has as many cells as columns, whatever a name holds', () => {
    const functions = hostileNames.map((name) => ({ import: name, name, called: null }))
    const html = render(
      formatMarkdown(exampleReport({ capabilities: [{ kind: 'unknown', functions }], reach: null })),
    )
    const rows =
      html
        .match(/<table>[\s\S]*?<\/table>/)?.[0]
        .split('<tr>')
        .slice(1) ?? []
    expect(rows.map((row) => row.match(/<t[hd]>/g)?.length)).toEqual([3, 3])
  })

  test('what is too long for a comment is named', () => {
    const functions = Array.from({ length: 300 }, (_, index) => ({
      name: `f${index}`.repeat(50),
      params: [],
      result: null,
    }))
    const item = (name: string) => ({ name, kind: 'interface' as const, functions })
    const markdown = formatMarkdown(
      exampleReport({
        imports: [item('a:b/c')],
        exports: [item('d:e/f')],
        findings: Array.from({ length: 300 }, (_, index) => ({
          code: 'name-unsafe' as const,
          severity: 'error' as const,
          path: `module ${index} / ${'x'.repeat(200)}`,
          args: { kind: 'export', name: 'y'.repeat(200) },
        })),
      }),
    )
    expect(markdown.length).toBeLessThan(65_536)
    expect(markdown).toContain('… and 250 more')
    expect(markdown).toContain('… and 101 more')
    expect(markdown).toContain('Left out, because it is too long for a comment: Exports.')
  })
})
