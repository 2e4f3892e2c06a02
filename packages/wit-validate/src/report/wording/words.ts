import type { Severity } from '@wasm-airlock/shared'
import type {
  CapabilityKind,
  EmbeddedBinary,
  IncompleteReason,
  OfferKind,
  SecretKind,
} from '../../component-report.ts'

/** Capabilities as a person would say them. */
export const capabilityWords: Readonly<Record<CapabilityKind, string>> = {
  unknown: 'something unknown',
  'writes-files': 'writes files',
  'reads-files': 'reads files',
  'opens-sockets': 'opens sockets',
  'sends-http': 'sends HTTP requests',
  'sends-messages': 'sends messages',
  'resolves-names': 'resolves host names',
  'keeps-data': 'keeps data',
  'asks-llm': 'asks an LLM',
  'reads-environment': 'reads the environment',
  'ends-process': 'ends the process',
  'uses-terminal': 'uses the terminal',
  'writes-logs': 'writes logs',
  'tells-time': 'tells the time',
  'gets-random': 'gets random numbers',
}

/** What a host can use a component for, as a person would say it. */
export const offerWords: Readonly<Record<OfferKind, string>> = {
  'serves-http': 'answers HTTP requests',
  'runs-as-command': 'runs as a command',
  'handles-messages': 'handles messages',
  'own-interface': 'has an interface of its own',
}

/** Why it is not known what is never called, as a person would say it. */
export const incompleteWords: Readonly<Record<IncompleteReason, string>> = {
  'imported-module': 'it instantiates a core module from outside',
  'imported-component': 'it instantiates a component from outside',
  'unknown-instruction': 'its code has an instruction that the analysis does not understand',
  'too-large': 'it is larger than the analysis can follow',
  malformed: 'it contradicts itself',
}

/** What a text looks like, as a person would say it. */
export const secretWords: Readonly<Record<SecretKind, string>> = {
  'private-key': 'private key',
  'password-in-url': 'password in a URL',
  'webhook-url': 'webhook URL',
  'aws-access-key': 'AWS access key',
  'azure-key': 'Azure key',
  'google-api-key': 'Google API key',
  'google-oauth-secret': 'Google OAuth secret',
  'github-token': 'GitHub token',
  'gitlab-token': 'GitLab token',
  'slack-token': 'Slack token',
  'stripe-key': 'Stripe key',
  'openai-key': 'OpenAI key',
  'anthropic-key': 'Anthropic key',
  'hugging-face-token': 'Hugging Face token',
  'npm-token': 'npm token',
  'pypi-token': 'PyPI token',
  'sendgrid-key': 'SendGrid key',
  'digitalocean-token': 'DigitalOcean token',
  'json-web-token': 'JSON web token',
}

/** A binary inside of another, as a person would say it. */
export const embeddedWords: Readonly<Record<EmbeddedBinary['kind'], string>> = {
  'core-module': 'a core module',
  component: 'a component',
}

/** Findings in the order in which people need them. */
export const severities = ['error', 'warning', 'info'] as const satisfies readonly Severity[]

/** One finding of a severity. */
export const severityWords = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Readonly<
  Record<Severity, string>
>

/** What the findings of a severity are listed under. */
export const severityHeadings: Readonly<Record<Severity, string>> = {
  error: 'Errors',
  warning: 'Warnings',
  info: 'Notes',
}

/** `1 error`, `2 errors`, `12,345 functions`. */
export function countWords(number: number, word: string): string {
  return `${formatNumber(number)} ${word}${number === 1 ? '' : 's'}`
}

/** `12,345`, wherever it runs. */
export function formatNumber(number: number): string {
  return number.toLocaleString('en-US')
}

/** `17.5 MiB`; below a KiB the bytes themselves. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return countWords(bytes, 'byte')
  const power = Math.min(Math.floor(Math.log2(bytes) / 10), units.length)
  const value = (bytes / 1024 ** power).toLocaleString('en-US', { maximumFractionDigits: 1 })
  return `${value} ${units[power - 1]}`
}

const units = ['KiB', 'MiB', 'GiB', 'TiB']

/** Pages of 65,536 bytes as a size: `2 MiB`. */
export function formatPages(pages: number): string {
  return formatBytes(pages * 65_536)
}
