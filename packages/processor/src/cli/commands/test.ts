import { testApp } from '@wasm-airlock/spin-test'
import { noCases } from '../../cases.ts'
import { pickDefined } from '../../pick-defined.ts'
import { hasLlm } from '../../prompt-path.ts'
import { readApplication } from '../../read-application.ts'
import { LastLines, testsFailed } from '../../results-failed.ts'
import { readCases } from '../../source-files.ts'
import { count } from '../../text.ts'
import type { CommandModule } from '../command-module.ts'
import { addPromptPathOptions, collect } from '../options.ts'
import { readVariables } from '../pairs.ts'
import { printTest } from '../report.ts'

interface Options {
  readonly cases?: string
  readonly variable?: readonly string[]
  readonly promptPath?: string | false
}

/** `airlock test`: an application with a scripted LLM. */
export const testCommand: CommandModule<Options> = {
  name: 'test',
  step: 'test',
  define(command) {
    command
      .description('Test a composed application with a scripted LLM')
      .argument('<app>', 'folder with spin.toml')
      .option('--cases <file>', 'file whose [[request]]s are sent as well')
      .option('--variable <name=value>', 'value of a variable; can be given several times', collect)
    addPromptPathOptions(command)
    command.addHelpText(
      'after',
      '\nExample:\n  $ airlock test .airlock/pirate/app --cases python-examples/pirate/cases.toml',
    )
  },
  async run({ output, known, signal }, [app], options) {
    const cases = options.cases === undefined ? noCases : await readCases(options.cases)
    const variables = await readVariables(options.variable ?? [])
    output.progress(`testing ${app}`)
    const loaded = await readApplication(String(app))
    const promptPath = options.promptPath ?? ((await hasLlm(loaded)) ? undefined : false)
    const isLeftOut = promptPath === false && options.promptPath === undefined
    const log = new LastLines()
    const isOne = loaded.components.length < 2
    const { ok, tests } = await testApp(loaded, {
      requests: cases.request,
      ...pickDefined({ promptPath }),
      variables,
      onLog: ({ text }, id) => log.push(isOne ? text : `${id}: ${text}`),
      signal,
    })
    Object.assign(known, { ok, tests, ...(isLeftOut ? { leftOut: ['prompt'] } : {}) })
    output.settle()
    for (const test of tests) printTest(output, test)
    if (isLeftOut)
      output.line(
        '  left out: the tests of the prompt API, since no component asks an LLM (--prompt-path PATH sends them)',
      )
    if (!ok) throw testsFailed(tests, log.lines)
    output.line(`${count(tests.length, 'test')} passed`)
    output.document(known)
  },
}
