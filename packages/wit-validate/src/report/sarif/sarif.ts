import { type Finding, formatFinding } from '@wasm-airlock/shared'
import type { ComponentReport, FoundSecret } from '../../component-report.ts'
import type { ValidationResult } from '../../result.ts'
import { sortCapabilities } from '../text/text-capabilities.ts'
import { makeVisible } from '../wording/columns.ts'
import { describeSecret } from '../wording/found-words.ts'
import { compareText, showName } from '../wording/names.ts'
import { capabilityWords, severities, severityWords } from '../wording/words.ts'
import { artifactUri } from './artifact-uri.ts'
import { fingerprint, identify } from './fingerprint.ts'
import type { SarifLog, SarifRegion, SarifResult } from './sarif-log.ts'
import { escapeBraces, POSSIBLE_SECRET, sarifRules } from './sarif-rules.ts'

/** What {@link toSarif} has to know beyond the report. */
export interface SarifOptions {
  /** Path of the component, from the root of the repository; the same one in every run. */
  readonly file: string
  /** Tells the analyses of several components apart. @default `airlock/` and the file */
  readonly category?: string
  /** The version of the tool, as semantic versioning writes it. @default none */
  readonly version?: string
}

/**
 * A report as SARIF 2.1.0, for code scanning: a result for each finding, and for each text that looks like a
 * secret. What is the same finding in another build of the component keeps its fingerprint.
 *
 * @param report What `reportComponent` or `validateComponent` returned.
 * @param options The file at least.
 * @returns Plain data; `JSON.stringify` gives the file.
 */
export async function toSarif(
  report: ValidationResult | ComponentReport,
  { file, category = `airlock/${file}`, version }: SarifOptions,
): Promise<SarifLog> {
  const uri = artifactUri(file)
  const contents = 'contents' in report ? report.contents : null
  const capabilities = 'capabilities' in report ? sortCapabilities(report.capabilities) : []
  const drafts = [
    ...report.findings.toSorted(compareFindings).map(draftFinding),
    ...(contents?.secrets ?? []).map(draftSecret),
  ]
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Airlock',
            informationUri: 'https://www.npmjs.com/package/@wasm-airlock/wit-validate',
            ...(version === undefined ? {} : { semanticVersion: version }),
            rules: sarifRules,
          },
        },
        automationDetails: { id: `${makeVisible(category).replace(/\/+$/, '')}/` },
        invocations: [{ executionSuccessful: true }],
        artifacts: [
          {
            location: { uri },
            roles: ['analysisTarget'],
            mimeType: 'application/wasm',
            ...(contents === null ? {} : { length: contents.bytes }),
          },
        ],
        results: await Promise.all(numberSame(drafts).map((draft) => finish(draft, uri))),
        columnKind: 'utf16CodeUnits',
        properties: { capabilities: capabilities.map(({ kind }) => capabilityWords[kind]) },
      },
    ],
  }
}

function compareFindings(a: Finding, b: Finding): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    compareText(a.code, b.code) ||
    compareText(a.path, b.path)
  )
}

/** A result before it knows its file and its fingerprint. */
interface Draft {
  readonly ruleId: string
  readonly level: SarifResult['level']
  readonly message: string
  readonly path: string
  readonly bytes: { readonly byteOffset?: number; readonly byteLength?: number }
  /** What stays the same from build to build. */
  readonly identity: string
}

function draftFinding(finding: Finding): Draft {
  const { code, severity, path, args } = finding
  return {
    ruleId: code,
    level: severityWords[severity],
    message: formatFinding(finding, showName),
    path,
    bytes: typeof args.offset === 'number' ? { byteOffset: args.offset } : {},
    identity: identify(finding),
  }
}

function draftSecret(secret: FoundSecret): Draft {
  const { kind, where, offset, start, length } = secret
  return {
    ruleId: POSSIBLE_SECRET,
    level: 'warning',
    message: `looks like a secret: ${describeSecret(secret, showName)}`,
    path: where,
    bytes: { byteOffset: offset },
    identity: `${POSSIBLE_SECRET} ${kind} ${start} ${length}`,
  }
}

/** Of several that are the same, each gets a number, so that none hides another. */
function numberSame(drafts: readonly Draft[]): (Draft & { readonly number: number })[] {
  const seen = new Map<string, number>()
  return drafts.map((draft) => {
    const number = (seen.get(draft.identity) ?? 0) + 1
    seen.set(draft.identity, number)
    return { ...draft, number }
  })
}

async function finish(draft: Draft & { readonly number: number }, uri: string): Promise<SarifResult> {
  const { ruleId, level, message, path, bytes, identity, number } = draft
  const region: SarifRegion = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1, ...bytes }
  return {
    ruleId,
    ruleIndex: sarifRules.findIndex(({ id }) => id === ruleId),
    level,
    message: { text: escapeMessage(message) },
    locations: [
      {
        // Code scanning refuses a whole upload for one result that has no file, or in one no line.
        physicalLocation: { artifactLocation: { uri, index: 0 }, region },
        logicalLocations: [{ fullyQualifiedName: showName(path) }],
      },
    ],
    partialFingerprints: { primaryLocationLineHash: `${await fingerprint(identity)}:${number}` },
  }
}

/** Text that holds neither a placeholder nor a link in the notation of the standard. */
function escapeMessage(text: string): string {
  return escapeBraces(text.replaceAll('](', '] ('))
}
