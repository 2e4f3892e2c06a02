import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { SpinComponent } from '../manifest/spin-app.ts'
import { stageFiles } from '../manifest/stage-files.ts'
import { createTempFolder, type TempFolder } from '../process/temp-folder.ts'
import type { Preopen } from '../services/filesystem/preopens.ts'

/** Copies of the files that components name, in a folder that goes with the host. */
export class SpinFiles {
  readonly #app: string
  #folder: Promise<TempFolder> | undefined

  /** @param app Real path of the application's folder. */
  constructor(app: string) {
    this.#app = app
  }

  /**
   * The folder that a component finds as `/`, which it cannot change; none for one that names no files.
   *
   * @throws AirlockError as `stageFiles` does.
   */
  async preopensOf(component: SpinComponent): Promise<Preopen[]> {
    if (component.files.length === 0) return []
    this.#folder ??= createTempFolder()
    const host = join((await this.#folder).path, component.id)
    await mkdir(host)
    await stageFiles(this.#app, component, host)
    return [{ host, guest: '/' }]
  }

  /** Removes the copies. Safe to call twice. */
  async remove(): Promise<void> {
    const folder = await this.#folder?.catch(() => undefined)
    await folder?.remove()
  }
}
