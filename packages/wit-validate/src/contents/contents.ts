import { BinaryReader } from '../binary/reader.ts'
import { COMPONENT_SECTION, CUSTOM_SECTION } from '../binary/section-ids.ts'
import { isComponent, isCoreModule, type PlacedSection, walkSections } from '../binary/walk.ts'
import type { Contents, CustomSection, ModuleContents, NestedComponent } from '../component-report.ts'
import { hideSecrets } from '../hide-secrets.ts'
import { DataSearch } from './data-search.ts'
import { ModuleFacts } from './module-facts.ts'
import { PRODUCERS, Producers } from './producers.ts'
import { readName, readWhatIsWhole } from './tolerance.ts'

/** How many of each are listed; `inspectComponent` of `@wasm-airlock/wac` reads no more modules and components. */
const MAX_LISTED = 1000

/**
 * What a component is made of, at every depth, and what its data holds that somebody should look at.
 *
 * @param bytes A component that a validator has accepted. Of anything else, what can be read of it.
 * @returns Plain data. Nothing in it holds more of what may be a secret than its first characters.
 */
export function readContents(bytes: Uint8Array): Contents {
  const reading = new Reading(bytes)
  readWhatIsWhole(() => {
    if (!isComponent(bytes) && !isCoreModule(bytes)) return
    for (const section of walkSections(bytes)) reading.add(section)
  })
  return reading.finish()
}

class Reading {
  readonly #bytes: Uint8Array
  readonly #modules: ModuleContents[] = []
  readonly #components: (NestedComponent & { hasStart: boolean })[] = []
  readonly #customSections: CustomSection[] = []
  readonly #producers = new Producers()
  readonly #search = new DataSearch()
  readonly #totals = { modules: 0, components: 0, customSections: 0 }
  #hasStart = false
  /** Modules do not nest: that which was entered last is the one whose sections come. */
  #module: ModuleFacts | undefined

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
    if (isCoreModule(bytes)) this.#enterModule('module', bytes.length)
  }

  add(section: PlacedSection): void {
    const { where, layer, id, content, end, inner } = section
    if (id === CUSTOM_SECTION) readWhatIsWhole(() => this.#addCustomSection(where, content, end))
    else if (layer === 'module') this.#module?.add(this.#bytes, section, this.#scan)
    else if (inner !== undefined && id === COMPONENT_SECTION.coreModule)
      this.#enterModule(inner, end - content)
    else if (inner !== undefined) this.#enterComponent(inner, end - content)
    else if (id === COMPONENT_SECTION.start) this.#addStart(where)
  }

  #enterModule(where: string, bytes: number): void {
    this.#totals.modules += 1
    this.#module = new ModuleFacts(where, bytes)
    if (this.#modules.length < MAX_LISTED) this.#modules.push(this.#module.contents)
  }

  #enterComponent(where: string, bytes: number): void {
    this.#totals.components += 1
    if (this.#components.length < MAX_LISTED) this.#components.push({ where, bytes, hasStart: false })
  }

  #addStart(where: string): void {
    const component = this.#components.find((nested) => nested.where === where)
    if (component !== undefined) component.hasStart = true
    else if (where === 'component') this.#hasStart = true
  }

  #addCustomSection(where: string, content: number, end: number): void {
    const reader = new BinaryReader(this.#bytes, content, end)
    const name = readName(reader)
    const start = reader.at
    this.#totals.customSections += 1
    if (this.#customSections.length < MAX_LISTED) {
      this.#customSections.push({ where, name: hideSecrets(name), bytes: end - start })
    }
    if (name === PRODUCERS) this.#producers.add(this.#bytes, start, end)
    this.#scan({ start, end, where: () => `${where} / custom section ${hideSecrets(name)}` })
  }

  #scan: Parameters<ModuleFacts['add']>[2] = (region) => this.#search.scan(this.#bytes, region)

  finish(): Contents {
    const { totals, ...found } = this.#search.list()
    return {
      bytes: this.#bytes.length,
      hasStart: this.#hasStart,
      modules: this.#modules,
      components: this.#components,
      customSections: this.#customSections,
      producers: this.#producers.list(),
      ...found,
      totals: { ...this.#totals, ...totals, unlistedProducers: this.#producers.unlisted },
    }
  }
}
