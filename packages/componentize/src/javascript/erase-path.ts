/**
 * Replaces a path of the machine by neutral text of the same length, wherever its bytes stand: the engine
 * keeps the paths it was initialised with in its memory, and nothing reads them afterwards.
 *
 * @param component Changed in place.
 * @param path Absolute path of the build's folder, unique to the build.
 */
export function erasePath(component: Uint8Array, path: string): void {
  const bytes = Buffer.from(component.buffer, component.byteOffset, component.byteLength)
  // Parts of the memory hold the path without the slash before it.
  const wanted = Buffer.from(path.replace(/^[/\\]+/, ''))
  const filler = Buffer.alloc(wanted.length, 'airlock-')
  for (let at = bytes.indexOf(wanted); at !== -1; at = bytes.indexOf(wanted, at + 1)) filler.copy(bytes, at)
}
