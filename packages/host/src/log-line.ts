/** One line that a guest printed, or that its host has to say about it. */
export interface LogLine {
  readonly stream: 'stdout' | 'stderr'
  /** Control characters made visible, without a line end. */
  readonly text: string
}
