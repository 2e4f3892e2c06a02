import { type FindingCode, findingCodes, toPascalCase } from '@wasm-airlock/shared'
import { describeCode, helpFor } from '../wording/finding-help.ts'
import type { SarifRule } from './sarif-log.ts'

/** Text in the data that looks like a secret: no finding, because nothing is decided by it. */
export const POSSIBLE_SECRET = 'possible-secret'

/** Every rule there is, whatever was found: they change with the tool, not with the component. */
export const sarifRules: readonly SarifRule[] = [
  ...(Object.keys(findingCodes) as FindingCode[]).map((code) => {
    const { title, advice } = helpFor(code)
    return rule(code, title, describeCode(code), advice, 'very-high')
  }),
  rule(
    POSSIBLE_SECRET,
    'Data that looks like a secret',
    'the data of the component holds text that looks like a secret',
    'Whoever has the component has the secret: revoke it, and hand it to the component when it runs.',
    'medium',
  ),
]

function rule(
  id: string,
  title: string,
  description: string,
  advice: string,
  precision: 'very-high' | 'medium',
): SarifRule {
  return {
    id,
    name: toPascalCase(id),
    shortDescription: { text: escapeBraces(title) },
    fullDescription: { text: escapeBraces(`${title}: ${description}.`) },
    help: { text: escapeBraces(advice), markdown: escapeBraces(advice) },
    properties: { tags: ['security', 'webassembly'], precision },
  }
}

/** The standard takes single braces for placeholders. */
export function escapeBraces(text: string): string {
  return text.replace(/[{}]/g, '$&$&')
}
