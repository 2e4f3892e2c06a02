import { mkdtemp, readdir, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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

/** Builds for the error only: a component in a failed assertion would be printed, all megabytes of it. */
export async function build(source: string, options: ComponentizeOptions = {}): Promise<string> {
  const { language } = await componentizeSource(source, { timeoutMs: AMPLE_MS, ...options })
  return `built ${language}`
}
