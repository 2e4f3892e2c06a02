/**
 * The part of SARIF 2.1.0 that {@link toSarif} writes; names and meanings are those of the standard.
 */
export interface SarifLog {
  readonly $schema: string
  readonly version: '2.1.0'
  readonly runs: readonly [SarifRun]
}

interface SarifRun {
  readonly tool: { readonly driver: SarifDriver }
  /** `category/`: runs of another category do not replace this one. */
  readonly automationDetails: { readonly id: string }
  readonly invocations: readonly [{ readonly executionSuccessful: true }]
  readonly artifacts: readonly [SarifArtifact]
  readonly results: readonly SarifResult[]
  readonly columnKind: 'utf16CodeUnits'
  /** What the component can do, in the words of the report. */
  readonly properties: { readonly capabilities: readonly string[] }
}

interface SarifDriver {
  readonly name: string
  readonly informationUri: string
  readonly semanticVersion?: string
  readonly rules: readonly SarifRule[]
}

export interface SarifRule {
  readonly id: string
  readonly name: string
  readonly shortDescription: SarifText
  readonly fullDescription: SarifText
  readonly help: SarifText & { readonly markdown: string }
  readonly properties: { readonly tags: readonly string[]; readonly precision: 'very-high' | 'medium' }
}

interface SarifArtifact {
  readonly location: { readonly uri: string }
  readonly roles: readonly ['analysisTarget']
  readonly mimeType: 'application/wasm'
  /** Bytes; absent where the report does not say. */
  readonly length?: number
}

export interface SarifResult {
  readonly ruleId: string
  readonly ruleIndex: number
  readonly level: 'error' | 'warning' | 'note'
  readonly message: SarifText
  readonly locations: readonly [SarifLocation]
  readonly partialFingerprints: { readonly primaryLocationLineHash: string }
}

interface SarifLocation {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string; readonly index: 0 }
    readonly region: SarifRegion
  }
  readonly logicalLocations: readonly [{ readonly fullyQualifiedName: string }]
}

/** A component has no lines: its only one is named, and the byte where there is one to name. */
export interface SarifRegion {
  readonly startLine: 1
  readonly startColumn: 1
  readonly endLine: 1
  readonly endColumn: 1
  readonly byteOffset?: number
  readonly byteLength?: number
}

interface SarifText {
  readonly text: string
}
