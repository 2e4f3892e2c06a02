import { copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pythonAsset } from '../assets.ts'
import type { Plan } from './plan.ts'

/** Writes the glue and its plan into a folder that goes before the author's on Python's path. */
export async function writeGlue(folder: string, plan: Plan): Promise<void> {
  await copyFile(pythonAsset('airlock_glue.py'), join(folder, 'airlock_glue.py'))
  await writeFile(join(folder, 'airlock_plan.py'), `PLAN = ${toPythonLiteral(plan)}\n`)
}

/** Plain data as a Python literal: every character that is not plain ASCII is escaped. */
function toPythonLiteral(value: unknown): string {
  if (value === null) return 'None'
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string')
    return `"${[...value].map((char) => (/[A-Za-z0-9 _.<>,:()[\]-]/.test(char) ? char : escapeCharacter(char))).join('')}"`
  if (Array.isArray(value)) return `[${value.map(toPythonLiteral).join(', ')}]`
  const entries = Object.entries(value as object)
  return `{${entries.map(([key, each]) => `${toPythonLiteral(key)}: ${toPythonLiteral(each)}`).join(', ')}}`
}

function escapeCharacter(char: string): string {
  return `\\U${(char.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`
}
