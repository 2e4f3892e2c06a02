import { toPythonFunctionName } from '@wasm-airlock/shared'
import { echoedParameter, returnedType } from './plain-value.ts'
import { allFunctions, type ProjectFunction, type ProjectWorld, printFunction } from './project-world.ts'
import { PythonTypes } from './python-types.ts'

/** What Python has by itself and a function of the world may be called. */
const builtins: ReadonlySet<string> = new Set(
  'abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod compile complex delattr dict dir divmod enumerate eval exec filter float format frozenset getattr globals hasattr hash help hex id input int isinstance issubclass iter len list locals map max memoryview min next object oct open ord pow print property range repr reversed round set setattr slice sorted staticmethod str sum super tuple type vars zip'.split(
    ' ',
  ),
)

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
    const names = this.#functions.map((func) => toPythonFunctionName(func.name))
    // Names of WIT begin with a letter.
    const module = names.includes('builtins') ? '_builtins' : 'builtins'
    const hidden = new Map(
      names.filter((name) => builtins.has(name)).map((name) => [name, `${module}.${name}`]),
    )
    const functions = this.#functions.map((func) => this.#function(func, hidden))
    const docs =
      '"""What the world asks for. Airlock finds the functions by their names and makes a component."""'
    const importModule = module === 'builtins' ? 'import builtins' : `import builtins as ${module}`
    const imports = [...(hidden.size === 0 ? [] : [importModule]), ...this.#types.imports()].join('\n')
    return joinBlocks([
      docs,
      'from __future__ import annotations',
      ...(imports === '' ? [] : [imports]),
      '',
      ...functions,
    ])
  }

  /** @param hidden What Python has by itself, and a function of the world replaces: how it is still to be had. */
  #function(func: ProjectFunction, hidden: ReadonlyMap<string, string>): string {
    const name = toPythonFunctionName(func.name)
    const params = func.params.map(
      (param) => `${toPythonFunctionName(param.name)}: ${this.#types.type(param.type, hidden)}`,
    )
    const type = returnedType(func)
    const head = `def ${name}(${params.join(', ')}) -> ${type === null ? 'None' : this.#types.type(type, hidden)}:`
    const notes = [
      ...(func.result?.kind === 'result' ? ['For the error, raise `Err(…)`.'] : []),
      ...(hidden.has(name)
        ? [`It hides what Python calls \`${name}\`: in this file, that is \`${hidden.get(name)}\`.`]
        : []),
    ]
    const note = notes.length === 0 ? '' : `\n\n    ${notes.join('\n    ')}\n    `
    return `${head}\n    """\`${printFunction(func)}\`${note}"""\n    return ${this.#returned(func)}\n`
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
      `class ${this.#testClass()}(unittest.TestCase):\n${tests.join('\n')}`,
      '',
      'if __name__ == "__main__":\n    unittest.main()\n',
    ])
  }

  /** `App`, where no type is called so. */
  #testClass(): string {
    const taken = this.#types.importedNames()
    let name = 'App'
    while (taken.includes(name)) name += 'Test'
    return name
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
