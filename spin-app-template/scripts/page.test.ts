import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { buildPage } from './page.ts'

const { html, contentSecurityPolicy } = await buildPage()
const directives = new Map(
  contentSecurityPolicy.split('; ').map((directive) => {
    const [name = '', ...values] = directive.split(' ')
    return [name, values.join(' ')] as const
  }),
)

function inline(tag: string): string[] {
  return [...html.matchAll(new RegExp(`<${tag}>([^]*?)</${tag}>`, 'g'))].map(([, content = '']) => content)
}

describe('the page', () => {
  test.each(['script', 'style'])('its policy allows its one %s by hash and no other', (tag) => {
    const contents = inline(tag)
    expect(contents).toHaveLength(1)
    const digest = createHash('sha256').update(String(contents[0])).digest('base64')
    expect(directives.get(`${tag}-src`)).toBe(`'sha256-${digest}'`)
  })

  test('its policy is strict', () => {
    expect(Object.fromEntries(directives)).toMatchObject({
      'default-src': "'none'",
      'base-uri': "'none'",
      'connect-src': "'self'",
      'form-action': "'self'",
      'img-src': "data: 'self'",
      'frame-ancestors': "'none'",
      'require-trusted-types-for': "'script'",
    })
  })

  test('it loads nothing and has no inline handlers or styles', () => {
    expect(html).not.toMatch(/\s(src|style|on\w+)=/)
    expect(html.match(/href="(?!data:)/)).toBeNull()
  })

  test('nothing that comes back can become markup', () => {
    expect(inline('script').join()).not.toMatch(/innerHTML|outerHTML|insertAdjacent|document\.write|eval/)
  })

  test('every stage, every field and every message has its place', () => {
    for (const stage of ['prompt', 'modifiedPrompt', 'completion', 'result']) {
      expect(html).toContain(`data-stage="${stage}"`)
    }
    for (const field of ['model', 'promptTokenCount', 'generatedTokenCount']) {
      expect(html).toContain(`data-field="${field}"`)
    }
    expect(html).toMatch(/<details id="graph" hidden>.*<img alt="[^"]{20,}">.*<\/details>/s)
    expect(html).toContain('<label for="prompt">')
    expect(html).toContain('role="status"')
    expect(html).toContain('role="alert"')
  })
})
