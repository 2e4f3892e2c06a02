import { readdirSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BuiltComponent } from '@wasm-airlock/shared'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { componentizeSource } from '../componentize-source.ts'
import type { ComponentizeOptions } from '../options.ts'

/** A deadline that no build meets by accident, however busy the machine is; the test's own comes after. */
export const AMPLE_MS = 110_000

/**
 * Gives the tests of a file a folder for temporary files of their own, and fails the test that leaves
 * something of a build in it.
 */
export function watchTemporaryFiles(): void {
  const outside = process.env.TMPDIR
  let folder: string
  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'componentize-scratch-')))
    process.env.TMPDIR = folder
  })
  afterEach(async () => {
    const left = (await readdir(folder)).filter((name) => name.startsWith('airlock-'))
    expect(left, 'folders that a build left behind').toEqual([])
  })
  afterAll(async () => {
    if (outside === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = outside
    await rm(folder, { recursive: true })
  })
}

/** A path as nothing else spells it, in no part. */
const DEEP = Array.from({ length: 8 }, (_, level) => `qzx${level}j kvw${level}y pfg${level}ht rnb${level}vcx`)

/**
 * Builds in a folder for temporary files with a long path.
 *
 * @returns What was built, and all the pieces of six bytes of the path, and of the build's own folder in it, that
 *   the component holds.
 */
export async function buildInDeepFolder(
  source: string,
  options: ComponentizeOptions = {},
): Promise<{ readonly built: BuiltComponent; readonly pieces: readonly string[] }> {
  const outside = process.env.TMPDIR ?? tmpdir()
  const folder = join(outside, ...DEEP)
  await mkdir(folder, { recursive: true })
  process.env.TMPDIR = folder
  let own = ''
  try {
    const built = await componentizeSource(source, {
      timeoutMs: AMPLE_MS,
      ...options,
      onProgress: (event) => {
        options.onProgress?.(event)
        own ||= readdirSync(folder).find((name) => name.startsWith('airlock-')) ?? ''
      },
    })
    expect(own, 'the folder of the build').toMatch(/^airlock-build-\w{6,}$/)
    const deep = DEEP.join('/')
    const wanted = Array.from({ length: deep.length - 5 }, (_, at) => deep.slice(at, at + 6))
    // The first part of its name is a word that an author may use.
    wanted.push(own.slice(-6), own.slice(0, -2))
    const bytes = Buffer.from(built.bytes)
    return {
      built,
      pieces: wanted.filter((piece) => bytes.includes(piece) || bytes.includes(piece, 0, 'utf16le')),
    }
  } finally {
    process.env.TMPDIR = outside
    await rm(join(outside, DEEP[0] as string), { recursive: true })
  }
}

/** Builds for the error only: a component in a failed assertion would be printed, all megabytes of it. */
export async function build(source: string, options: ComponentizeOptions = {}): Promise<string> {
  const { language } = await componentizeSource(source, { timeoutMs: AMPLE_MS, ...options })
  return `built ${language}`
}
