import { constants, open } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

const MAX_BYTES = 64 * 1024

const schema = z.strictObject({
  kind: z.enum(['import', 'missing']),
  subject: z.string().max(2_000),
  message: z.string().max(2_000),
  frames: z.array(z.strictObject({ file: z.string().max(2_000), line: z.int().nonnegative() })).max(20),
})

/** What the glue says about a failure; strangers' code may have written it too. */
export type BuildReport = z.infer<typeof schema>

/**
 * Reads the report that the glue leaves in its folder.
 *
 * @returns `undefined` where there is none, or one that breaks the rules.
 */
export async function readBuildReport(folder: string): Promise<BuildReport | undefined> {
  try {
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
    await using file = await open(join(folder, 'report.json'), flags)
    const stat = await file.stat()
    if (!stat.isFile() || stat.size > MAX_BYTES) return undefined
    const content = Buffer.alloc(MAX_BYTES)
    const { bytesRead } = await file.read(content, 0, MAX_BYTES, 0)
    return schema.parse(JSON.parse(content.subarray(0, bytesRead).toString('utf8')))
  } catch {
    return undefined
  }
}
