import type { StepName } from './errors.ts'

/** What happens while it happens. Libraries send `progress`; only the processor sends the rest. */
export type ProgressEvent =
  | { readonly type: 'step-start'; readonly step: StepName; readonly title: string }
  | {
      readonly type: 'progress'
      readonly step: StepName
      /** What is being done, in a few words: `installing componentize-py 0.25.1`. */
      readonly message: string
    }
  | {
      readonly type: 'step-end'
      readonly step: StepName
      readonly ok: boolean
      readonly ms: number
      readonly summary: string
    }

export type OnProgress = (event: ProgressEvent) => void
