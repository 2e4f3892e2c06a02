import { readFile } from 'node:fs/promises'
import { buildApp } from '../../spin-app-template/scripts/build-app.ts'
import { readCarrier } from '../../spin-app-template/scripts/wit.ts'

const read = (name: string) => readFile(new URL(`../wit/${name}`, import.meta.url), 'utf8')

/** Builds `dist/`: the component, and the WIT of its world. */
await buildApp({
  folder: new URL('..', import.meta.url),
  world: 'filter-app',
  wit: {
    'world.wit': await read('world.wit'),
    'deps/filter.wit': await read('deps/filter.wit'),
    ...Object.fromEntries(await readCarrier('http')),
  },
})
process.exit()
