import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceFolder } from './app/replace-folder.ts'

/** Content by file name. */
export type FolderFiles = Readonly<Record<string, string | Uint8Array>>

/**
 * Writes a folder of files all at once.
 *
 * @throws AirlockError as {@link replaceFolder}.
 */
export async function writeFolder(
  path: string,
  files: FolderFiles,
  record: Readonly<Record<string, unknown>>,
): Promise<string> {
  const fill = async (folder: string) => {
    for (const [name, content] of Object.entries(files))
      await writeFile(join(folder, name), content, { flag: 'wx' })
    return { files: Object.keys(files), folders: [] }
  }
  return replaceFolder(path, fill, record)
}
