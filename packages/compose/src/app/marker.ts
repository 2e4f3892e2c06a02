import { lstat, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Installed, OwnValue } from './ours.ts'

/** Tells a folder that Airlock wrote from all others, and what it wrote there. */
export const markerName = '.airlock-app.json'

/** More than ten thousand files with long names, and less than what fills the memory. */
const maximumMarkerBytes = 64 * 1024 * 1024

const digest = z.string().regex(/^[0-9a-f]{64}$/)
const dependencyFile = z.string().regex(/^dependencies\/[A-Za-z0-9_-][A-Za-z0-9._-]*$/)
const connection = z.object({
  plug: z.string(),
  export: z.string(),
  to: z.string().nullable(),
  import: z.string(),
})

const installed: z.ZodType<Installed> = z.object({
  component: z.string(),
  file: dependencyFile,
  sha256: digest,
  plugs: z.array(z.object({ name: z.string(), sha256: digest })),
  variable: z.string().nullable(),
  keys: z.array(z.object({ key: z.string(), value: z.looseObject({ path: z.string() }) })),
  connections: z.array(connection),
})

const ownValue: z.ZodType<OwnValue> = z.object({
  component: z.string().nullable(),
  path: z.union([
    z.tuple([z.literal('variables'), z.string()]),
    z.tuple([z.literal('dependencies_inherit_configuration')]),
  ]),
  value: z.unknown(),
})

const component = z.looseObject({
  id: z.string(),
  connections: z.array(connection),
  openImports: z.array(z.string()),
})

const markerSchema = z.looseObject({
  generator: z.literal('airlock'),
  files: z.array(z.string()),
  folders: z.array(z.string()).default([]),
  manifest: digest.optional(),
  installed: z.array(installed).default([]),
  values: z.array(ownValue).default([]),
  components: z.array(component).default([]),
})

/** What Airlock wrote into a folder, by POSIX paths in there. */
export interface Written {
  readonly files: readonly string[]
  /** Those that may hold nothing. */
  readonly folders: readonly string[]
  /** SHA-256 of the manifest; absent where it is a person's, and Airlock only edited it. */
  readonly manifest?: string | undefined
}

/** What a marker says. */
export type Marker = z.infer<typeof markerSchema>

/** @returns `undefined` where there is no marker, or none that can be read. */
export async function readMarker(folder: string): Promise<Marker | undefined> {
  return parseMarker(await readMarkerText(folder).catch(() => undefined))
}

/** @returns `undefined` where there is no regular file of that name. */
export async function readMarkerText(folder: string): Promise<string | undefined> {
  const path = join(folder, markerName)
  const status = await lstat(path).catch(() => undefined)
  if (!status?.isFile() || status.size > maximumMarkerBytes) return undefined
  return readFile(path, 'utf8')
}

/** @returns `undefined` where it says nothing that Airlock could have written. */
export function parseMarker(text: string | undefined): Marker | undefined {
  if (text === undefined) return undefined
  try {
    return markerSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/** @param record What it is to say besides. */
export function printMarker(written: Written, record: Readonly<Record<string, unknown>>): string {
  const { files, folders, manifest } = written
  const own = {
    generator: 'airlock',
    files: [...new Set(files)].sort(),
    folders: [...new Set(folders)].sort(),
    ...(manifest === undefined ? {} : { manifest }),
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
