import { describe, expect, it } from 'vitest'
import {
  escapeInterfaceName,
  escapeWitName,
  findCollisions,
  isWitName,
  parseInterfaceName,
  toCamelCase,
  toJavaScriptIdentifier,
  toKebabCase,
  toPascalCase,
  toPythonClassName,
  toPythonFunctionName,
} from './naming.ts'

/** The expected names are those that componentize-py 0.25 and jco 1.35 generate for the same WIT. */
describe.each([
  ['before', 'before', 'Before', 'before', 'Before'],
  [
    'string-processor-processing-strings',
    'string_processor_processing_strings',
    'StringProcessorProcessingStrings',
    'stringProcessorProcessingStrings',
    'StringProcessorProcessingStrings',
  ],
  ['DNS-error', 'dns_error', 'DnsError', 'dnsError', 'DnsError'],
  ['HTTP-response2', 'http_response2', 'HttpResponse2', 'httpResponse2', 'HttpResponse2'],
  ['sha256-hash', 'sha256_hash', 'Sha256Hash', 'sha256Hash', 'Sha256Hash'],
  ['a1-b2', 'a1_b2', 'A1B2', 'a1B2', 'A1B2'],
  ['%static', 'static', 'Static', 'static', 'Static'],
])('%s', (wit, pythonFunction, pythonClass, camel, pascal) => {
  it(`is ${pythonFunction} and ${pythonClass} in Python`, () => {
    expect(toPythonFunctionName(wit)).toBe(pythonFunction)
    expect(toPythonClassName(wit)).toBe(pythonClass)
  })
  it(`is ${camel} and ${pascal} in JavaScript`, () => {
    expect(toCamelCase(wit)).toBe(camel)
    expect(toPascalCase(wit)).toBe(pascal)
  })
})

describe('keywords', () => {
  it.each(['class', 'from', 'await', 'import', 'async'])('%s gets an underscore behind in Python', (name) => {
    expect(toPythonFunctionName(name)).toBe(`${name}_`)
  })
  it.each(['print', 'self', 'type', 'match', 'eval'])('%s is no keyword of Python', (name) => {
    expect(toPythonFunctionName(name)).toBe(name)
  })
  it.each(['none', 'true', 'false'])('%s is a keyword of Python only as a class', (name) => {
    expect(toPythonFunctionName(name)).toBe(name)
    expect(toPythonClassName(name)).toMatch(/^(None|True|False)_$/)
  })
  it.each(['class', 'delete', 'await', 'import', 'eval', 'arguments'])(
    '%s gets an underscore in front where JavaScript declares it, and none as a member',
    (name) => {
      expect(toJavaScriptIdentifier(name)).toBe(`_${name}`)
      expect(toCamelCase(name)).toBe(name)
    },
  )
})

describe('isWitName', () => {
  it.each(['a', 'a-b', 'DNS-error', 'dns-ERROR', 'sha256', '%type', 'a-1'])('accepts %s', (name) => {
    expect(isWitName(name)).toBe(true)
  })
  it.each(['', '-', 'a-', '-a', 'a--b', 'Ab', 'aB', '1a', 'a_b', 'a b', 'a.b', "a'b", '__proto__', 'ä'])(
    'refuses %j',
    (name) => {
      expect(isWitName(name)).toBe(false)
    },
  )
})

describe('parseInterfaceName', () => {
  it('takes namespace, package, interface and version apart', () => {
    expect(parseInterfaceName('wasi:cli/environment@0.2.9')).toEqual({
      namespace: 'wasi',
      package: 'cli',
      interface: 'environment',
      version: '0.2.9',
    })
  })
  it('takes a name without a version, and a pre-release', () => {
    expect(parseInterfaceName('fermyon:spin/llm')).toEqual({
      namespace: 'fermyon',
      package: 'spin',
      interface: 'llm',
    })
    expect(parseInterfaceName('a:b/c@1.0.0-rc.1+x')?.version).toBe('1.0.0-rc.1+x')
  })
  it.each(['before', 'wasi:cli', 'wasi:cli/', 'a:b/c@', 'a:b/c@1', 'a:b/c@1.0.0@2', 'A b:c/d', 'a:b/c/d'])(
    'gives undefined for %j',
    (name) => {
      expect(parseInterfaceName(name)).toBeUndefined()
    },
  )
})

describe('toKebabCase', () => {
  it.each([
    ['pirate', 'pirate'],
    ['my_Component.v2', 'my-component-v2'],
    ['promptFunctions', 'prompt-functions'],
    ['HTTPServer', 'http-server'],
    [' --a  b-- ', 'a-b'],
    ['grüße', 'gr-e'],
    ['part_2.1', 'part21'],
    ['2fast', 'fast'],
  ])('makes %j a name: %s', (text, name) => {
    expect(toKebabCase(text)).toBe(name)
    expect(isWitName(name)).toBe(true)
  })
  it.each(['', '...', '-1', 'äöü'])('gives undefined for %j', (text) => {
    expect(toKebabCase(text)).toBeUndefined()
  })
})

describe('findCollisions', () => {
  it('reports names that fall together, once, with all of them', () => {
    expect(findCollisions(['get-URL', 'get-url', 'put'], toCamelCase, 'JavaScript')).toEqual([
      {
        code: 'name-collision',
        severity: 'error',
        path: 'getUrl',
        args: { names: 'get-URL, get-url', language: 'JavaScript', name: 'getUrl' },
      },
    ])
  })
  it('is silent where nothing falls together, and for a name that is given twice', () => {
    expect(findCollisions(['a', 'b', 'a'], toCamelCase, 'JavaScript')).toEqual([])
  })
})

it.each([
  ['my:pkg/greet', 'my:pkg/greet'],
  ['my:pkg/list@1.0.0', 'my:pkg/%list@1.0.0'],
  ['export:type/my-list', '%export:%type/my-list'],
  ['my:pkg/%list', 'my:pkg/%list'],
  ['record', '%record'],
])('WIT source writes %s as %s', (name, written) => {
  expect(escapeInterfaceName(name)).toBe(written)
})

it('words that only look like keywords stay', () => {
  expect(['error-context', 'error', 'list-of', 'map'].map(escapeWitName)).toEqual([
    '%error-context',
    'error',
    'list-of',
    '%map',
  ])
})
