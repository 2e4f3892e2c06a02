import type { OnProgress } from '@wasm-airlock/shared'
import { escapeControls } from '@wasm-airlock/shared'
import pc from 'picocolors'
import yoctoSpinner, { type Spinner } from 'yocto-spinner'
import { Pace } from './pace.ts'

/** How a command talks, from the options that every command has. */
export interface OutputOptions {
  /** One JSON document on standard output, and nothing else. */
  readonly json: boolean
  /** Also what only helps when something is wrong. */
  readonly verbose: boolean
  /** Colours, where standard output is a terminal. */
  readonly color: boolean
}

/** Standard output and standard error of a command. Results go to the first, all else to the second. */
export class Output {
  readonly json: boolean
  readonly verbose: boolean
  readonly colors: ReturnType<typeof pc.createColors>
  readonly #spinner: Spinner | undefined
  /** A build may say more than a terminal can show. */
  readonly #pace = new Pace((line) => this.note(this.colors.dim(line)))

  constructor({ json, verbose, color }: OutputOptions) {
    this.json = json
    this.verbose = verbose
    const { NO_COLOR, TERM } = process.env
    const colored = color && !NO_COLOR && TERM !== 'dumb' && process.stdout.isTTY === true
    this.colors = pc.createColors(colored)
    // A terminal that does not know its width has 0 columns, and the spinner would never end clearing lines.
    if (colored && !json && !verbose && process.stderr.isTTY && process.stderr.columns > 0)
      this.#spinner = yoctoSpinner({ stream: process.stderr, handleSignals: false })
  }

  /** Text of the result, in readable mode. The caller has escaped what strangers wrote. */
  line(text = ''): void {
    if (!this.json) process.stdout.write(`${text}\n`)
  }

  /** The result of the command, in JSON mode. */
  document(value: object): void {
    if (this.json) process.stdout.write(`${toJson(value)}\n`)
  }

  /** Something beside the result. */
  note(text: string): void {
    process.stderr.write(`${text}\n`)
  }

  /** What is being done right now: a spinner on a terminal, a line elsewhere. */
  progress(text: string): void {
    const safe = escapeControls(text)
    if (this.#spinner) {
      this.#spinner.text = safe
      this.#spinner.start()
    } else if (!this.json || this.verbose) this.#pace.say(`… ${safe}`)
  }

  /** Takes the spinner away. */
  settle(): void {
    this.#spinner?.stop()
    this.#pace.end()
  }

  /** Passes the progress of a library on. */
  readonly onProgress: OnProgress = (event) => {
    if (event.type === 'progress') this.progress(event.message)
  }
}

/** JSON in which no character can confuse a terminal; WIT's big integers become text. */
export function toJson(value: unknown): string {
  const text = JSON.stringify(
    value,
    (_, field: unknown) => (typeof field === 'bigint' ? field.toString() : field),
    2,
  )
  return text.replace(
    /[\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
