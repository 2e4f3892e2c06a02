import { buildApp } from './build-app.ts'
import { buildPage } from './page.ts'
import { collectWit } from './wit.ts'

/** Builds `dist/`: the component with its page, and the WIT of its world. */
const page = await buildPage()
await buildApp({
  folder: new URL('..', import.meta.url),
  world: 'prompt-app',
  wit: await collectWit(),
  plugins: [
    {
      name: 'page',
      setup({ onResolve, onLoad }) {
        onResolve({ filter: /^airlock:page$/ }, ({ path }) => ({ path, namespace: 'page' }))
        onLoad({ filter: /.*/, namespace: 'page' }, () => ({
          contents: JSON.stringify(page),
          loader: 'json',
        }))
      },
    },
  ],
})
process.exit()
