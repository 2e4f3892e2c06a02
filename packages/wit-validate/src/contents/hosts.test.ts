import { expect, test } from 'vitest'
import { componentWithData } from '../testing/planted.ts'
import { readContents } from './contents.ts'

const hostsIn = (...data: string[]) => readContents(componentWithData(...data)).hosts

test('URLs are counted by host; those that documentation names come last', () => {
  const hosts = hostsIn(
    'See https://docs.python.org/3/library/os.html.',
    'http://api.b.test/x?key=1#y\0https://a.test:8443/in\0(wss://api.b.test)\0redis://cache/0',
    'https://evil-python.org/ https://python.org.evil.test/ HTTPS://A.TEST/again',
  )
  expect(hosts.map(({ host, count, url, isDocumentation }) => [host, count, url, isDocumentation])).toEqual([
    ['cache', 1, 'redis://cache/0', false],
    ['evil-python.org', 1, 'https://evil-python.org/', false],
    ['a.test', 2, 'https://a.test:8443/in', false],
    ['api.b.test', 2, 'http://api.b.test/x', false],
    ['python.org.evil.test', 1, 'https://python.org.evil.test/', false],
    ['docs.python.org', 1, 'https://docs.python.org/3/library/os.html', true],
  ])
})

test('it says where the first one is', () => {
  const bytes = componentWithData('nothing', 'xx https://a.test/ https://a.test/b')
  const [found] = readContents(bytes).hosts
  expect(found).toMatchObject({ where: 'module 0 / data 1', count: 2 })
  expect(new TextDecoder().decode(bytes.slice(found?.offset).slice(0, 15))).toBe('https://a.test/')
})

test.each([
  ['https://[2001:db8::1]:443/x', '[2001:db8::1]'],
  ['http://169.254.169.254/latest/meta-data/', '169.254.169.254'],
  ['https://user:hunter2hunter2@a.test/', 'a.test'],
  ['https://user:hunter2/hunter2@a.test/', 'a.test'],
  ['https://user:12/hun@ter2?@a.test', 'user'],
  ['https://localhost:8080/@vite/client', 'localhost'],
  ['https://a.test/x:y@b.test', 'a.test'],
  ['https://[::1]/x:y@b.test', '[::1]'],
  ['texthttps://a.testmore', 'a.testmore'],
  ['mongodb+srv://a.test', 'a.test'],
])('%s names the host %s', (text, host) => {
  expect(hostsIn(text).map((found) => found.host)).toEqual([host])
})

test.each([
  '://',
  'http://',
  'http:// x',
  'file:///etc/passwd',
  'wasi://a.test',
  'http://%s/',
  'x://a.test',
  'http://-',
])('%j is no URL of a host', (text) => {
  expect(hostsIn(text)).toEqual([])
})

test('a URL is shown without what a path may carry of a session', () => {
  expect(hostsIn('https://a.test/x;jsessionid=hunter2?y')[0]?.url).toBe('https://a.test/x')
})

test('a long URL is cut, a great many hosts are counted', () => {
  expect(hostsIn(`https://a.test/${'long/'.repeat(1000)}`)[0]?.url).toHaveLength(101)
  const many = Array.from({ length: 300 }, (_, index) => `https://h${index}.test/`).join(' ')
  const { hosts, totals } = readContents(componentWithData(many))
  expect([hosts.length, totals.hosts]).toEqual([200, 300])
})
