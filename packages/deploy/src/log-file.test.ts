import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lastLines, logPath, openLog, readLog } from './log-file.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airlock-log-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('openLog', () => {
  it('writes lines with time and source, readable for the user alone', async () => {
    const log = openLog(folder)
    log('supervisor', 'one')
    log('app', 'two')
    expect((await readLog(folder)).replace(/^\S+Z /gm, '')).toBe('supervisor: one\napp: two\n')
    expect((await stat(logPath(folder))).mode & 0o777).toBe(0o600)
  })

  it('escapes what would steer a terminal or forge a line, and hides secrets', async () => {
    openLog(folder, ['sk-1'])('app', 'a\u001b[2Jb\nfake supervisor: c\rd\u202ee sk-1sk-1')
    expect(lastLines(await readLog(folder), 5)).toEqual([
      expect.stringMatching(
        / app: a\\u\{1b\}\[2Jb\\u\{a\}fake supervisor: c\\u\{d\}d\\u\{202e\}e \[secret\]\[secret\]$/,
      ),
    ])
  })

  it('keeps between one and two mebibytes, the newest', async () => {
    const log = openLog(folder)
    for (let number = 0; number < 400; number += 1) log('app', `${number} ${'x'.repeat(8000)}`)
    const text = await readLog(folder)
    expect(text.length).toBeGreaterThan(1024 * 1024)
    expect(text.length).toBeLessThan(2 * 1024 * 1024 + 10_000)
    const numbers = lastLines(text, 400).map((line) => Number(line.split(' ')[2]))
    const first = numbers[0] ?? 0
    expect(numbers).toEqual(Array.from({ length: 400 - first }, (_, index) => first + index))
    expect((await readdir(folder)).sort()).toEqual(['log.1.txt', 'log.txt'])
  })

  it('is read safely whoever wrote it', async () => {
    await writeFile(logPath(folder), 'Error: \u001b[2J\n    at x\n')
    expect(await readLog(folder)).toBe('Error: \\u{1b}[2J\n    at x\n')
  })

  it('drops what it cannot write', () => {
    expect(() => openLog(join(folder, 'missing'))('app', 'lost')).not.toThrow()
  })
})

it('reads no log as empty', async () => {
  expect(await readLog(folder)).toBe('')
})
