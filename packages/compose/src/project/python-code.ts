import { toPythonFunctionName } from '@wasm-airlock/shared'
import { echoedParameter, returnedType } from './plain-value.ts'
import { allFunctions, type ProjectFunction, type ProjectWorld, printFunction } from './project-world.ts'
import { PythonTypes } from './python-types.ts'

/** Writes Python for the functions of one world. */
export class PythonCode {
  readonly #functions: readonly ProjectFunction[]
  readonly #types: PythonTypes

  constructor(world: ProjectWorld) {
    this.#functions = allFunctions(world)
    this.#types = new PythonTypes(world)
  }

  /** `app.py`: every function, each with a body that works. */
  app(): string {
    const functions = this.#functions.map((func) => {
      const params = func.params.map(
        (param) => `${toPythonFunctionName(param.name)}: ${this.#types.type(param.type)}`,
      )
      const head = `def ${toPythonFunctionName(func.name)}(${params.join(', ')}) -> ${this.#resultType(func)}:`
      const note =
        func.result?.kind === 'result'
          ? '\n\n    For the error, raise `componentize_py_types.Err(…)`.\n    '
          : ''
      return `${head}\n    """\`${printFunction(func)}\`${note}"""\n    return ${this.#returned(func)}\n`
    })
    const docs =
      '"""What the world asks for. Airlock finds the functions by their names and makes a component."""'
    const imports = this.#types.imports()
    return joinBlocks([docs, 'from __future__ import annotations', ...imports, '', ...functions])
  }

  /** `test_app.py`: every function is called once. */
  test(): string {
    const tests = this.#functions.map((func) => {
      const call = `app.${toPythonFunctionName(func.name)}(${func.params.map((param) => this.#types.value(param.type, true)).join(', ')})`
      const name = toPythonFunctionName(func.name).replace(/_$/, '')
      const expected = echoedParameter(func) === undefined ? this.#returned(func) : '"text"'
      const check = expected === 'None' ? 'assertIsNone' : 'assertEqual'
      const rest = expected === 'None' ? '' : `, ${expected}`
      return `    def test_${name}(self):\n        self.${check}(${call}${rest})\n`
    })
    return joinBlocks([
      '"""Runs without Airlock: `python3 -m unittest` in this folder."""',
      ['import unittest', '', 'import app', ...this.#types.imports()].join('\n'),
      '',
      `class App(unittest.TestCase):\n${tests.join('\n')}`,
      '',
      'if __name__ == "__main__":\n    unittest.main()\n',
    ])
  }

  #resultType(func: ProjectFunction): string {
    const type = returnedType(func)
    return type === null ? 'None' : this.#types.type(type)
  }

  #returned(func: ProjectFunction): string {
    const echoed = echoedParameter(func)
    if (echoed !== undefined) return toPythonFunctionName(echoed)
    const type = returnedType(func)
    return type === null ? 'None' : this.#types.value(type, false)
  }

  /** `wit_types.py`; `undefined` where the functions need none. */
  types(): string | undefined {
    return this.#types.file()
  }
}

/** Blocks with an empty line between, and with two where one of them is empty. */
function joinBlocks(blocks: readonly string[]): string {
  return blocks.join('\n\n').replace(/\n{4,}/g, '\n\n\n')
}
