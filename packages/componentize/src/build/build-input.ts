import type { ComponentizeOptions } from '../options.ts'
import type { WorldModel } from '../wit/world-model.ts'
import type { Workspace } from './workspace.ts'

/** What a language's builder gets: a throw-away copy and the world to fit. */
export interface BuildInput {
  /** The source as the user named it. */
  readonly name: string
  /** Relative POSIX paths of the files in `workspace.source`. */
  readonly files: readonly string[]
  /** The path of such a file as the user knows it, for messages. */
  readonly nameOf: (file: string) => string
  readonly world: WorldModel
  readonly workspace: Workspace
  readonly options: ComponentizeOptions
}
