import { basename } from 'node:path'

/** How many of a path's last characters may be missing: those that make it unique. */
const LOST = 6

/**
 * Replaces a path of the machine by neutral text of the same length, wherever its bytes stand: the engine
 * keeps the paths it was initialised with in its memory, and nothing reads them afterwards. Memory that was used
 * again may hold only the end of it, or lack its last characters.
 *
 * @param component Changed in place.
 * @param path Absolute path of the build's folder, its last six characters unique to the build.
 */
export function erasePath(component: Uint8Array, path: string): void {
  const bytes = Buffer.from(component.buffer, component.byteOffset, component.byteLength)
  // Parts of the memory hold the path without the slash before it.
  for (const whole of [path.replace(/^[/\\]+/, ''), basename(path)]) {
    for (let lost = 0; lost <= LOST; lost += 1) erase(bytes, whole.slice(0, whole.length - lost))
  }
}

function erase(bytes: Buffer, text: string): void {
  const wanted = Buffer.from(text)
  const filler = Buffer.alloc(wanted.length, 'airlock-')
  for (let at = bytes.indexOf(wanted); at !== -1; at = bytes.indexOf(wanted, at + 1)) filler.copy(bytes, at)
}
