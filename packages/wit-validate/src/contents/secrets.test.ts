import { expect, test } from 'vitest'
import { componentOf, custom, moduleOf } from '../testing/encode.ts'
import {
  body,
  componentWithData,
  dataSection,
  latin1,
  type PlantedSecret,
  planted,
} from '../testing/planted.ts'
import { readContents } from './contents.ts'

/** A report may hold what tells the kind of a secret, and nothing behind it. */
function expectNothingOf({ start, text }: PlantedSecret, report: unknown): void {
  const shown = JSON.stringify(report)
  for (let at = start.length; at + 8 <= text.length; at += 1) {
    const part = text.slice(at, at + 8)
    if (/[A-Za-z0-9]{8}/.test(part)) expect(shown).not.toContain(part)
  }
}

const byName = planted.map((secret) => [`${secret.kind} ${secret.start}`, secret] as const)

test.each(byName)('%s is found wherever it stands, and not shown', (_, secret) => {
  const { kind, start, text } = secret
  const around = [text, `"${text}"`, `\0\0${text}\0`, `key=${text}\n`, `'${text}', 'next'`, `\xff${text}\xfe`]
  for (const data of around) {
    const bytes = componentWithData('other', data)
    const contents = readContents(bytes)
    const found = contents.secrets.filter((one) => one.kind === kind)
    expect(found).toMatchObject([{ where: 'module 0 / data 1', kind, start }])
    const { offset = 0, length = 0 } = found[0] ?? {}
    expect(latin1(text).slice(0, 8)).toEqual(bytes.slice(offset, offset + 8))
    expect(length).toBeGreaterThan(start.length)
    expect(length).toBeLessThanOrEqual(text.length)
    expectNothingOf(secret, contents)
  }
})

test.each(byName)('%s in a custom section is found, and its name does not show it', (_, secret) => {
  const bytes = componentOf(
    custom('notes', latin1(secret.text)),
    moduleOf(custom(secret.text.replaceAll('\n', ' '))),
  )
  const contents = readContents(bytes)
  expect(contents.secrets).toMatchObject([{ where: 'component / custom section notes', kind: secret.kind }])
  expectNothingOf(secret, contents)
})

test('a secret in a URL is found, and the URL does not show it', () => {
  for (const secret of planted.filter(({ start }) => !start.includes('--'))) {
    for (const url of [`https://a.test/${secret.text}/x`, `https://a.test/x?key=${secret.text}`]) {
      const contents = readContents(componentWithData(url))
      expect(contents.secrets).toMatchObject([{ kind: secret.kind }])
      expect(contents.hosts).toContainEqual(expect.objectContaining({ host: 'a.test', count: 1 }))
      expectNothingOf(secret, contents)
    }
  }
})

test('what a border cuts in two is not found, and neither half is shown', () => {
  for (const secret of planted) {
    for (const cut of [secret.start.length + 1, secret.text.length >> 1, secret.text.length - 9]) {
      const halves = [`https://a.test/${secret.text.slice(0, cut)}`, secret.text.slice(cut)]
      if (secret.start.includes('://') || secret.kind === 'private-key') continue
      expectNothingOf(secret, readContents(componentWithData(...halves)))
    }
  }
})

test('a segment may begin and end with one', () => {
  for (const { kind, text } of planted) {
    const bytes = componentOf(moduleOf(dataSection(text, text, '', 'x', text)))
    const found = readContents(bytes).secrets.map((secret) => `${secret.kind} ${secret.where}`)
    expect(found).toEqual([0, 1, 4].map((index) => `${kind} module 0 / data ${index}`))
  }
})

const harmless = [
  ['a word that ends like an anchor', `task-${body(48)}`],
  ['a placeholder', `ghp_${'x'.repeat(36)}`],
  ['the line that a library looks for', '"-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----"'],
  ['a certificate', `-----BEGIN CERTIFICATE-----\n${body(64)}`],
  [
    'a password to be filled in',
    'https://user:password@a.test/ http://{user}:{pw}@a.test ftp://%s:%s@a.test ws://$USER:$PASS@a.test',
  ],
  ['a name alone', 'ssh://git@a.test/x'],
  ['base64 that happens to hold an anchor', `${body(40)}AKIA${body(40)}`],
  ['too short a token', `npm_${body(20)}`],
] as const

test.each(harmless)('%s is no secret', (_, text) => {
  expect(readContents(componentWithData(text)).secrets).toEqual([])
})

test.each(['pa%73s*w!', '$ecret_1', 'p:a:s', 'hunter2', 'hun/ter2', 'hun?ter2', 'hun#ter2', 'h/u@n'])(
  'the password %j is one',
  (password) => {
    const contents = readContents(componentWithData(`mysql://root:${password}@db.test/x`))
    expect(contents.secrets).toMatchObject([{ kind: 'password-in-url', start: 'mysql://' }])
    expect(JSON.stringify(contents)).not.toContain(password)
  },
)

test('a password that has a slash is not shown in the name of a section either', () => {
  const [{ name } = { name: '' }] = readContents(
    componentOf(custom('see https://user:hun/ter2@a.test and https://b.test/@x')),
  ).customSections
  expect(name).toBe('see https://…@a.test and https://b.test/@x')
})

test('what may be a port or a part of a password is not shown', () => {
  const { hosts } = readContents(componentWithData('mysql://root:12/hunter2@a.test http://b.test:80/@x'))
  expect(hosts.map(({ url }) => url).toSorted()).toEqual(['http://b.test', 'mysql://root'])
})

test('a private key in JSON, with line ends as escapes, is found', () => {
  const key = ['-----BEGIN', 'PRIVATE KEY-----'].join(' ')
  const contents = readContents(
    componentWithData(`{"private_key": "${key}\\n${body(64)}\\n-----END PRIVATE KEY-----"}`),
  )
  expect(contents.secrets).toMatchObject([{ kind: 'private-key', start: key, length: key.length + 68 }])
})

test('only the first are listed, and all are counted', () => {
  const tokens = Array.from({ length: 150 }, (_, index) => `ghp_${body(33)}${100 + index}`)
  const { secrets, totals } = readContents(componentWithData(tokens.join(' ')))
  expect([secrets.length, totals.secrets]).toEqual([100, 150])
})
