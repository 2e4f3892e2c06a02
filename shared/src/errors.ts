/**
 * The closed set of error codes: what each one means, and what to do about it where nothing more
 * precise is known. `docs/errors.md` is generated from this table.
 */
export const errorCodes = {
  'usage-invalid': {
    summary: 'The command was called with arguments that it does not take.',
    hint: 'See `--help`.',
    exit: 2,
  },
  'input-not-found': {
    summary: 'A file or folder that was named does not exist.',
    hint: 'Check the path.',
    exit: 2,
  },
  'input-unreadable': {
    summary: 'A file or folder exists and cannot be read as what it should be.',
    hint: 'Check that it is the right file and that you may read it.',
    exit: 2,
  },
  'input-too-large': {
    summary: 'An input is larger than the limit for its kind.',
    hint: 'Make it smaller.',
    exit: 2,
  },
  'output-unwritable': {
    summary: 'An output file or folder cannot be written.',
    hint: 'Check the path, the permissions and the free space.',
    exit: 2,
  },
  'source-unrecognised': {
    summary: 'A source folder holds no language that Airlock builds.',
    hint: 'Give a Python or JavaScript/TypeScript file or folder, or a .wasm component.',
    exit: 2,
  },
  'source-ambiguous': {
    summary: 'A source folder holds more than one language.',
    hint: 'Name the file, or split the folder.',
    exit: 2,
  },
  'source-syntax-error': {
    summary: 'The source does not parse.',
    hint: 'Correct the line that is named.',
    exit: 1,
  },
  'source-import-failed': {
    summary: 'The source raised an exception while it was loaded at build time.',
    hint: 'Correct the line that is named; top-level code runs at build time, without files, network or environment.',
    exit: 1,
  },
  'function-missing': {
    summary: 'The world exports a function that the source does not define.',
    hint: 'Define the function under the name that is given.',
    exit: 1,
  },
  'function-signature-mismatch': {
    summary: 'A function of the source does not fit its signature in the world.',
    hint: 'Change the parameters or the annotations as described.',
    exit: 1,
  },
  'dependency-refused': {
    summary: 'A dependency of the source cannot be installed safely.',
    hint: 'Use a pure-Python wheel from the package index, by name and version.',
    exit: 1,
  },
  'dependency-install-failed': {
    summary: 'The dependencies of the source could not be installed.',
    hint: 'Check the names, the versions and the network.',
    exit: 1,
  },
  'python-missing': {
    summary: 'No usable Python was found.',
    hint: 'Install Python 3.10 or newer, with venv, and put python3 on the PATH.',
    exit: 1,
  },
  'tool-install-failed': {
    summary: 'A build tool could not be installed into the cache.',
    hint: 'Check the network, then run the command again.',
    exit: 1,
  },
  'wit-invalid': {
    summary: 'A WIT package does not parse or resolve.',
    hint: 'Correct the line that is named.',
    exit: 2,
  },
  'world-unknown': {
    summary: 'The WIT package has no such world, or several and none was named.',
    hint: 'Name one of the worlds with --world.',
    exit: 2,
  },
  'world-unsupported': {
    summary: 'The world needs something that this language cannot be built for yet.',
    hint: 'Simplify the world, or hand in a finished component.',
    exit: 1,
  },
  'build-failed': {
    summary: 'The build tool ended with an error.',
    hint: 'Read the output of the tool below.',
    exit: 1,
  },
  'build-timeout': {
    summary: 'The build did not end before its deadline.',
    hint: 'Look for a loop in top-level code, or raise the deadline.',
    exit: 1,
  },
  'build-memory-exceeded': {
    summary: 'The build used more memory than it may.',
    hint: 'Look for large data in top-level code, or raise the limit.',
    exit: 1,
  },
  'build-output-too-large': {
    summary: 'The build wrote more than it may.',
    hint: 'Bundle less data with the code.',
    exit: 1,
  },
  'component-malformed': {
    summary: 'The file is not a WebAssembly component.',
    hint: 'Give a component; a core module becomes one with `wasm-tools component new`.',
    exit: 1,
  },
  'validation-failed': {
    summary: 'The component has findings of severity error.',
    hint: 'Each finding says what would allow or mend it.',
    exit: 1,
  },
  'policy-invalid': {
    summary: 'The policy file does not fit its schema.',
    hint: 'Correct the key that is named.',
    exit: 2,
  },
  'restrict-refused': {
    summary: 'What a policy denies cannot be taken away from a component.',
    hint: 'Allow what is named, or deny what depends on it too.',
    exit: 1,
  },
  'transpile-failed': {
    summary: 'The component could not be made ready to run.',
    hint: 'Report the component, if it is valid elsewhere.',
    exit: 1,
  },
  'transpile-timeout': {
    summary: 'Making the component ready took longer than its deadline.',
    hint: 'Simplify its types, or raise the deadline.',
    exit: 1,
  },
  'function-unknown': {
    summary: 'The component exports no such function.',
    hint: 'Use one of the names that are listed.',
    exit: 2,
  },
  'function-ambiguous': {
    summary: 'Several interfaces export a function of this name.',
    hint: 'Write INTERFACE#FUNCTION.',
    exit: 2,
  },
  'arguments-invalid': {
    summary: 'The arguments do not fit the parameters of the function.',
    hint: 'Give one argument a parameter, of its type.',
    exit: 2,
  },
  'import-not-granted': {
    summary: 'The component imports an interface that it is not granted.',
    hint: 'Build it without that import, or grant the interface.',
    exit: 1,
  },
  'grants-invalid': {
    summary: 'Something that a component is to be granted cannot be given.',
    hint: 'Correct the grant that is named.',
    exit: 2,
  },
  'log-too-large': {
    summary: 'A component printed more than it may; the rest was dropped.',
    hint: 'Print less, or raise `limits.maxLogBytes`.',
    exit: 1,
  },
  'guest-trapped': {
    summary: 'The component trapped while it ran.',
    hint: 'Its code raised an exception, returned a wrong type or used something that is not granted.',
    exit: 1,
  },
  'guest-exited': {
    summary: 'The component called exit instead of returning.',
    hint: 'Return from the function.',
    exit: 1,
  },
  'guest-memory-exceeded': {
    summary: 'The component used more memory than it may.',
    hint: 'Use less memory, or raise the limit.',
    exit: 1,
  },
  'guest-table-exceeded': {
    summary: 'A table of the component has more elements than it may.',
    hint: 'Use smaller tables, or raise `maxTableElements`.',
    exit: 1,
  },
  'guest-instances-exceeded': {
    summary: 'The component makes more instances of core modules than it may.',
    hint: 'Compose it of fewer parts, or raise `maxInstances`.',
    exit: 1,
  },
  'guest-stack-exceeded': {
    summary: 'Calls of the component went deeper than its stack allows.',
    hint: 'Look for endless recursion, or raise `maxStackBytes`.',
    exit: 1,
  },
  'session-ended': {
    summary: 'A session of a sandbox was used after it had ended: it was closed, or a call of it had failed.',
    hint: 'Open another session.',
    exit: 1,
  },
  'call-timeout': {
    summary: 'A call did not return before its deadline.',
    hint: 'Look for an endless loop, or raise the deadline.',
    exit: 1,
  },
  'deadline-exceeded': {
    summary: 'A request, or what its instance did after the response, took longer than it may.',
    hint: 'Look for a slow model or server behind it, or raise `requestTimeoutMs`.',
    exit: 1,
  },
  'cpu-time-exceeded': {
    summary: 'A call or a request kept the processor busy for longer than it may.',
    hint: 'Look for an endless loop, or raise `cpuTimeMs`.',
    exit: 1,
  },
  'queue-full': {
    summary: 'More requests wait for their turn than may.',
    hint: 'Send fewer at once, or raise `maxWaiting`, `workers` or `maxGuestBytes`.',
    exit: 1,
  },
  'function-returned-error': {
    summary: 'The function returned the error of its `result` type.',
    hint: 'The value that it returned says why.',
    exit: 1,
  },
  'message-too-large': {
    summary: 'An argument, a result or a body is larger than the limit.',
    hint: 'Send less, or raise the limit.',
    exit: 1,
  },
  'worker-failed': {
    summary: 'A sandbox process ended or broke the protocol, and was removed.',
    hint: 'Run again with --verbose, and report it if it stays.',
    exit: 1,
  },
  'plug-unmatched': {
    summary: 'A component fits no open import of the one that it is plugged into.',
    hint: 'Compare the exports of the plug with the imports that are listed.',
    exit: 1,
  },
  'compose-failed': {
    summary: 'The components cannot be composed.',
    hint: 'Read the reason; both sides are named.',
    exit: 1,
  },
  'plug-cycle': {
    summary: 'Components that feed one another form a circle.',
    hint: 'Leave one of them out, or compose it with its own plugs first.',
    exit: 1,
  },
  'plug-ambiguous': {
    summary: 'A component fits more than one component of the application.',
    hint: 'Name the one that is meant.',
    exit: 1,
  },
  'middleware-unsupported': {
    summary: 'Several components offer one interface, and its functions cannot be put one after the other.',
    hint: 'Give one component for that interface, or change what its functions take and return.',
    exit: 1,
  },
  'imports-refused': {
    summary: 'A composition leaves imports open that are not on the list of allowed ones.',
    hint: 'Plug them, or allow them by name.',
    exit: 1,
  },
  'document-invalid': {
    summary: 'A WAC document does not parse or resolve.',
    hint: 'Correct the line that is named.',
    exit: 2,
  },
  'manifest-invalid': {
    summary: 'A Spin manifest does not parse, or says something that cannot be honoured.',
    hint: 'Correct the key that is named.',
    exit: 2,
  },
  'variable-missing': {
    summary: 'A Spin application requires a variable that was not given.',
    hint: 'Give it with --variable NAME=VALUE.',
    exit: 2,
  },
  'cases-invalid': {
    summary: 'A file of cases does not fit its schema.',
    hint: 'Correct the key that is named.',
    exit: 2,
  },
  'cases-failed': {
    summary: 'A case did not give what it expects.',
    hint: 'Compare expected and actual values.',
    exit: 1,
  },
  'tests-failed': {
    summary: 'A test of the application failed.',
    hint: 'Compare expected and actual values.',
    exit: 1,
  },
  'test-shape-invalid': {
    summary: 'A test component exports neither shape of tests, or both.',
    hint: 'Export functions named `spin-test-…`, or `list-tests` and `run`.',
    exit: 2,
  },
  'recording-invalid': {
    summary: 'A recording of outbound requests cannot be read as one.',
    hint: 'Record it again.',
    exit: 2,
  },
  'sql-failed': {
    summary: 'A statement of a test failed in the database.',
    hint: 'Correct the statement.',
    exit: 1,
  },
  'spin-missing': {
    summary: 'The `spin` command, or its test plug-in, is not installed.',
    hint: 'Install it, or leave `--runner spin` out.',
    exit: 1,
  },
  'port-in-use': {
    summary: 'The port is taken.',
    hint: 'Choose another port, or leave the choice to Airlock.',
    exit: 1,
  },
  'deploy-failed': {
    summary: 'The application could not be started.',
    hint: 'Read its log with `airlock logs ID`.',
    exit: 1,
  },
  'deploy-timeout': {
    summary: 'The application did not answer in time.',
    hint: 'Read its log with `airlock logs ID`.',
    exit: 1,
  },
  'deployment-unknown': {
    summary: 'There is no such deployment.',
    hint: 'List them with `airlock ps`.',
    exit: 2,
  },
  'llm-key-missing': {
    summary: 'The environment variable that should hold the key of the LLM is not set.',
    hint: 'Set it, or name another with --llm-key-env.',
    exit: 2,
  },
  'llm-failed': {
    summary: 'The LLM did not answer as it should.',
    hint: 'Check the URL, the key and the model name.',
    exit: 1,
  },
  'node-too-old': {
    summary: 'This Node.js is too old and no newer one is installed beside it.',
    hint: 'Install Node.js 24.11 or newer, or the npm package `node`.',
    exit: 1,
  },
  aborted: { summary: 'The work was interrupted.', hint: 'Run it again.', exit: 1 },
  internal: {
    summary: 'Airlock met a defect of its own.',
    hint: 'Run again with --verbose and report what it prints.',
    exit: 1,
  },
} as const satisfies Record<string, ErrorCodeEntry>

/** What the table says of one code; `exit` is the exit status of a command that ends with it. */
export interface ErrorCodeEntry {
  readonly summary: string
  readonly hint: string
  readonly exit: 1 | 2
}

export type ErrorCode = keyof typeof errorCodes

/** The step of the flow in which something happened. */
export type StepName = 'componentize' | 'validate' | 'sandbox' | 'compose' | 'test' | 'deploy'

export interface AirlockErrorOptions {
  /** The offending item by name: a path as the user gave it, a function, an import, a key. */
  readonly item?: string
  /** What to do; the hint of the code when absent. */
  readonly hint?: string
  readonly step?: StepName
  /** Plain data for programs: positions, lists of names, findings. */
  readonly details?: Readonly<Record<string, unknown>>
  readonly cause?: unknown
}

/** The only error that the packages throw for something that a user can meet. */
export class AirlockError extends Error {
  override readonly name = 'AirlockError'
  readonly code: ErrorCode
  readonly item: string | undefined
  readonly hint: string
  readonly details: Readonly<Record<string, unknown>>
  step: StepName | undefined

  /**
   * @param code One of the closed set.
   * @param message One sentence that names the item.
   * @param options Item, hint, step, details and cause.
   */
  constructor(code: ErrorCode, message: string, options: AirlockErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.item = options.item
    this.hint = options.hint ?? errorCodes[code].hint
    this.step = options.step
    this.details = options.details ?? {}
  }

  /** The form that `--json` prints, and that crosses process boundaries. */
  toJSON(): ErrorJson {
    return {
      code: this.code,
      ...(this.step === undefined ? {} : { step: this.step }),
      ...(this.item === undefined ? {} : { item: this.item }),
      message: this.message,
      hint: this.hint,
      ...(Object.keys(this.details).length === 0 ? {} : { details: this.details }),
    }
  }
}

/** An error as plain data. */
export interface ErrorJson {
  readonly code: ErrorCode
  readonly step?: StepName
  readonly item?: string
  readonly message: string
  readonly hint: string
  readonly details?: Readonly<Record<string, unknown>>
}

/**
 * Brings whatever was thrown into the one error type; what is unknown becomes `internal`.
 *
 * @param error Anything that was thrown.
 * @param step Set where the error does not name a step yet.
 */
export function toAirlockError(error: unknown, step?: StepName): AirlockError {
  const known =
    error instanceof AirlockError
      ? error
      : error instanceof Error && error.name === 'AbortError'
        ? new AirlockError('aborted', 'The work was interrupted.', { cause: error })
        : new AirlockError('internal', error instanceof Error ? error.message : String(error), {
            cause: error,
          })
  if (step !== undefined) known.step ??= step
  return known
}
