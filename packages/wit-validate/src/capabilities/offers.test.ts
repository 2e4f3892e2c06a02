import { expect, test } from 'vitest'
import { describeOffers } from './offers.ts'

test('exports are grouped by what they are good for', () => {
  const names = [
    'component:promptprocessor/promptmodification@0.0.1',
    'wasi:cli/run@0.2.9',
    'wasi:http/incoming-handler@0.2.9',
    'wasi:http/handler@0.3.0',
    'fermyon:spin/inbound-redis',
    'evil:http/incoming-handler@0.2.9',
    'run',
  ]
  const offers = describeOffers([
    ...names.map((name) => ({ name, kind: 'interface' as const, functions: [] })),
    { name: 't', kind: 'type', functions: [] },
  ])
  expect(offers).toEqual([
    { kind: 'serves-http', exports: ['wasi:http/incoming-handler@0.2.9', 'wasi:http/handler@0.3.0'] },
    { kind: 'handles-messages', exports: ['fermyon:spin/inbound-redis'] },
    { kind: 'runs-as-command', exports: ['wasi:cli/run@0.2.9'] },
    {
      kind: 'own-interface',
      exports: [
        'component:promptprocessor/promptmodification@0.0.1',
        'evil:http/incoming-handler@0.2.9',
        'run',
      ],
    },
  ])
})
