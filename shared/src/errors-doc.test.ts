import { expect, it } from 'vitest'
import { errorCodes } from './errors.ts'
import { findingCodes } from './findings.ts'

/** `docs/errors.md` is this snapshot: `npm run docs` writes it anew. */
function errorsDoc(): string {
  const errors = Object.entries(errorCodes)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([code, { summary, hint, exit }]) => `| \`${code}\` | ${exit} | ${summary} | ${hint} |`)
  const findings = Object.entries(findingCodes)
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([code, wording]) => `| \`${code}\` | ${wording} |`)
  return `# Error and finding codes

This page is generated from \`shared/src/errors.ts\` and \`shared/src/findings.ts\` by \`npm run docs\`.

## Errors

Every failure of a command or a function is one of these. With \`--json\` it is
\`{"error": {"code", "step", "item", "message", "hint", "details"}}\`; as a library it is an \`AirlockError\`.
The hint of a particular error is often more precise than the one that is given here.

| code | exit | meaning | what to do |
| --- | --- | --- | --- |
${errors.join('\n')}

## Findings

What a validation noticed. A finding has a \`code\`, a \`severity\` (\`error\`, \`warning\` or \`info\`; only
\`error\` fails), the \`path\` of the place and the \`args\` that its wording fills in.

| code | wording |
| --- | --- |
${findings.join('\n')}
`
}

it('is documented as it is', async () => {
  await expect(errorsDoc()).toMatchFileSnapshot('../../docs/errors.md')
})
