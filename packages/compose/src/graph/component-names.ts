import type { ComponentReader } from './component-reader.ts'

/** What the custom section `component-name` calls a component and what is inside of it. */
export interface ComponentNames {
  own?: string
  readonly instances: Map<number, string>
  readonly components: Map<number, string>
}

const sorts: Readonly<Record<number, 'instances' | 'components'>> = { 4: 'components', 5: 'instances' }

/** Reads the content of the section, behind its name. One that is broken is no harm: the names until then count. */
export function readNames(section: ComponentReader, names: ComponentNames): void {
  try {
    while (!section.done) readSubsection(section, names)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
}

function readSubsection(section: ComponentReader, names: ComponentNames): void {
  const id = section.byte()
  const content = section.inner(section.number())
  if (id === 0) {
    names.own = content.name()
    return
  }
  if (id !== 1) return
  const sort = sorts[content.byte()]
  if (sort === undefined) return
  content.each(() => {
    names[sort].set(content.number(), content.name())
  })
}
