/** How Wizer is started: its own arguments, and what it hands to the engine on standard input. */
export interface WizerStart {
  readonly args: readonly string[]
  readonly input: string
}

/** Where the engine finds the folder that componentize-js would mount under its path on the machine. */
const MOUNT = '/airlock'

/**
 * Mounts the folders of a build under names that say nothing of the machine, and calls them so towards the engine:
 * it keeps the paths that it was told, whole and in pieces, in the memory that becomes the component. Of what it
 * never heard there is nothing to be found and erased between the author's own texts.
 *
 * @param start What componentize-js would start: `--dir=FOLDER` mounts a folder under its own path,
 *   `--mapdir=NAME::FOLDER` under another.
 * @throws Error where a folder would still be named to the engine.
 */
export function hideFolders(start: WizerStart): WizerStart {
  const args = start.args.map((arg) => arg.replace(/^--dir=/, () => `--mapdir=${MOUNT}::`))
  const mounts = args.flatMap((arg) => {
    const [, name, folder] = /^--mapdir=(.*?)::(.*)$/s.exec(arg) ?? []
    return name === undefined || folder === undefined ? [] : [{ name: name.replace(/\/$/, ''), folder }]
  })
  const input = mounts.reduce(
    (text, { name, folder }) => text.replaceAll(`${folder}/`, () => `${name}/`),
    start.input,
  )
  const named = mounts.find(({ folder }) => input.includes(folder))
  if (named !== undefined) throw new Error(`${named.folder} would become a part of the component.`)
  return { args, input }
}
