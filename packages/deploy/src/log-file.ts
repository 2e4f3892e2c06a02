import { appendFileSync, renameSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { escapeControls } from '@wasm-airlock/shared'

const maxFileBytes = 1024 * 1024

/** The log of a deployment; past 1 MiB it is moved aside, and what was there before that is lost. */
export function logPath(folder: string): string {
  return join(folder, 'log.txt')
}

function olderLogPath(folder: string): string {
  return join(folder, 'log.1.txt')
}

/** Appends one line with the time and who says it. */
export type WriteLog = (source: 'app' | 'supervisor', line: string) => void

/**
 * Opens the log of a deployment for its only writer, the supervisor. Control characters are escaped:
 * what strangers write must not steer the terminal of whoever reads it. A line that cannot be written
 * is dropped, as a full disk must not take the application down.
 *
 * @param secrets Texts that are replaced by `[secret]`.
 */
export function openLog(folder: string, secrets: readonly string[] = []): WriteLog {
  const path = logPath(folder)
  return (source, line) => {
    const clean = secrets.reduce((text, secret) => text.replaceAll(secret, '[secret]'), line)
    try {
      appendFileSync(path, `${new Date().toISOString()} ${source}: ${escapeControls(clean)}\n`, {
        mode: 0o600,
      })
      if (statSync(path).size > maxFileBytes) renameSync(path, olderLogPath(folder))
    } catch {
      // See above.
    }
  }
}

/** Everything that is kept of the log, oldest line first. What Node.js itself wrote there is escaped too. */
export async function readLog(folder: string): Promise<string> {
  const parts = await Promise.all(
    [olderLogPath(folder), logPath(folder)].map((path) =>
      readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return ''
        throw error
      }),
    ),
  )
  return parts.join('').split('\n').map(escapeControls).join('\n')
}

/** The last lines of a text. */
export function lastLines(text: string, count: number): readonly string[] {
  return text.split('\n').filter(Boolean).slice(-count)
}
