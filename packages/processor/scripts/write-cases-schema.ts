/** Writes the JSON Schema of `cases.toml`, derived from the code that reads it, into `dist/`. */
import { writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { casesSchema } from '../src/cases.ts'

const schema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Airlock cases.toml',
  ...z.toJSONSchema(casesSchema, { io: 'input' }),
}
await writeFile(new URL('../dist/cases.schema.json', import.meta.url), `${JSON.stringify(schema, null, 2)}\n`)
