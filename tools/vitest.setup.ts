import { afterEach, expect } from 'vitest'

/** Warnings that nobody expects are defects: they fail the test during which they appear. */
const warnings: string[] = []

process.on('warning', (warning) => {
  warnings.push(`${warning.name}: ${warning.message}`)
})
console.warn = (...parts: unknown[]) => {
  warnings.push(parts.map(String).join(' '))
}

afterEach(() => {
  const seen = warnings.splice(0)
  expect(seen, 'warnings that no test expects').toEqual([])
})
