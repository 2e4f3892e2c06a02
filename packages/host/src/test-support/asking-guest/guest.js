/** Asks its host for what a test says. */
import { Store } from 'fermyon:spin/key-value@2.0.0'
import { infer } from 'fermyon:spin/llm@2.0.0'
import { Connection } from 'fermyon:spin/sqlite@2.0.0'
import { get } from 'fermyon:spin/variables@2.0.0'

const kinds = {
  infer: ({ model, prompt }) => infer(model, prompt, undefined).text,
  variable: ({ name }) => get(name),
  count: ({ store }) => {
    const opened = Store.open(store)
    const count = Number(new TextDecoder().decode(opened.get('count') ?? new Uint8Array())) + 1
    opened.set('count', new TextEncoder().encode(String(count)))
    return count
  },
  sql: ({ database, statement }) =>
    Connection.open(database)
      .execute(statement, [])
      .rows.map(({ values }) => values.map(({ val }) => String(val))),
  fetch: async ({ url, method }) => {
    const response = await fetch(url, { method })
    return [response.status, await response.text()]
  },
}

export const questions = {
  async ask(question) {
    const { kind, ...rest } = JSON.parse(question)
    try {
      return JSON.stringify({ ok: await kinds[kind](rest) })
    } catch (error) {
      return JSON.stringify({ error: error.payload?.tag ?? String(error) })
    }
  },
}
