import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/** Tells a folder that Airlock wrote from all others, and what it wrote there. */
export const markerName = '.airlock-app.json'

const markerSchema = z.looseObject({
  generator: z.literal('airlock'),
  files: z.array(z.string()),
  folders: z.array(z.string()).default([]),
})

/** What Airlock wrote into a folder, by POSIX paths in there. */
export interface Written {
  readonly files: readonly string[]
  /** Those that may hold nothing. */
  readonly folders: readonly string[]
}

/** @returns `undefined` where there is no marker, or none that can be read. */
export async function readMarker(folder: string): Promise<Written | undefined> {
  try {
    return markerSchema.parse(JSON.parse(await readFile(join(folder, markerName), 'utf8')))
  } catch {
    return undefined
  }
}

/** @param record What it is to say besides. */
export function printMarker({ files, folders }: Written, record: Readonly<Record<string, unknown>>): string {
  const own = {
    generator: 'airlock',
    files: [...new Set(files)].sort(),
    folders: [...new Set(folders)].sort(),
  }
  return `${JSON.stringify({ ...own, ...record, ...own }, null, 2)}\n`
}

/** Writes the marker of a new folder. */
export async function writeMarker(
  folder: string,
  written: Written,
  record: Readonly<Record<string, unknown>>,
): Promise<void> {
  await writeFile(join(folder, markerName), printMarker(written, record), { flag: 'wx' })
}
