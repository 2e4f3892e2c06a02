import { readFile } from 'node:fs/promises'
import { parseWat } from '@wasm-airlock/wac'
import { peakMemory } from '../../../../tools/peak-memory.ts'

// A process of its own: examines a file, and prints what that came to and what it took.
const [path = '', entry = ''] = process.argv.slice(2)
const { checkGate, validateComponent } = (await import(entry)) as typeof import('../index.ts')
const options = { policy: { allow: ['*'] }, timeoutMs: 2000 }
await validateComponent(await parseWat('(component (core module (func)))'), options)
const component = await readFile(path)
const idle = peakMemory()
const { ok, findings } = await validateComponent(component, options)
const peak = peakMemory()
const gate = await checkGate(component)
process.stdout.write(
  JSON.stringify({ ok, findings: findings.slice(0, 3), gate: gate.slice(0, 3), bytes: peak - idle }),
)
