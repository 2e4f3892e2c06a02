import { expect, test } from 'vitest'
import { checkRequest } from './guard.ts'

function statusFor(host: string, port: number, origin?: string): number | undefined {
  const headers = { host, ...(origin === undefined ? {} : { origin }) }
  return checkRequest({ url: '/', rawHeaders: Object.entries(headers).flat(), headers }, port)?.status
}

test.each(['127.0.0.1', 'localhost', '[::1]'])('port 80 goes without saying: %s', (name) => {
  expect(statusFor(name, 80)).toBeUndefined()
  expect(statusFor(`${name}:80`, 80)).toBeUndefined()
  expect(statusFor(name, 80, `http://${name}`)).toBeUndefined()
  expect(statusFor(name, 8080)).toBe(421)
})

test('port 80 opens no other name', () => {
  expect(statusFor('evil.example', 80)).toBe(421)
  expect(statusFor('localhost:8080', 80)).toBe(421)
  expect(statusFor('', 80)).toBe(421)
})
