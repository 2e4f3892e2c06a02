import { z } from '../schema.ts'
import { isStoreLabel } from './store-label.ts'
import type { Manifest } from './types.ts'

/** Words of lower-case letters and digits that begin with a letter, as Spin wants them in ids. */
const word = '[a-z][a-z0-9]*'
const componentId = z.string().regex(new RegExp(`^${word}(-${word})*$`), {
  error: ({ input }) => `${input} is no component id: it is in kebab-case, as in prompt-app`,
})
const variableName = z
  .string()
  .regex(new RegExp(`^${word}(_${word})*$`), 'a variable name is in lower snake_case: `api_key`')
const storeLabel = z.string().refine(isStoreLabel, 'a label is in kebab-case or snake_case')

const table = z.record(z.string(), z.unknown())
const tables = z.record(z.string(), table)
const strings = z.array(z.string())
const commands = z.union([z.string(), strings], { error: 'expected a command or a list of commands' })

const source = z.union(
  [
    z.string(),
    z.strictObject({ url: z.string(), digest: z.string() }),
    z.strictObject({ registry: z.string().exactOptional(), package: z.string(), version: z.string() }),
  ],
  { error: 'expected a path, { url, digest } or { registry, package, version }' },
)

const inherited = z.union([z.boolean(), strings]).exactOptional()
const dependency = z.union(
  [
    z.string(),
    z.strictObject({
      version: z.string(),
      registry: z.string().exactOptional(),
      package: z.string().exactOptional(),
      export: z.string().exactOptional(),
      inherit_configuration: inherited,
    }),
    z.strictObject({
      path: z.string(),
      export: z.string().exactOptional(),
      inherit_configuration: inherited,
    }),
    z.strictObject({
      url: z.string(),
      digest: z.string(),
      export: z.string().exactOptional(),
      inherit_configuration: inherited,
    }),
    z.strictObject({
      component: componentId,
      export: z.string().exactOptional(),
      inherit_configuration: inherited,
    }),
  ],
  { error: 'expected a version, or a table with version, path, url or component' },
)
const dependencies = z.record(z.string(), dependency)

const component = z.strictObject({
  source,
  description: z.string().exactOptional(),
  variables: z.record(variableName, z.string()).exactOptional(),
  environment: z.record(z.string(), z.string()).exactOptional(),
  files: z
    .array(
      z.union([z.string(), z.strictObject({ source: z.string(), destination: z.string() })], {
        error: 'expected a pattern or { source, destination }',
      }),
    )
    .exactOptional(),
  exclude_files: strings.exactOptional(),
  allowed_http_hosts: strings.exactOptional(),
  allowed_outbound_hosts: strings.exactOptional(),
  key_value_stores: z.array(storeLabel).exactOptional(),
  sqlite_databases: z.array(storeLabel).exactOptional(),
  ai_models: strings.exactOptional(),
  targets: z.array(z.unknown()).exactOptional(),
  build: z
    .strictObject({ command: commands, workdir: z.string().exactOptional(), watch: strings.exactOptional() })
    .exactOptional(),
  tool: tables.exactOptional(),
  dependencies_inherit_configuration: z.boolean().exactOptional(),
  dependencies: dependencies.exactOptional(),
  profile: z
    .record(
      z.string(),
      z.strictObject({
        source: source.exactOptional(),
        environment: z.record(z.string(), z.string()).exactOptional(),
        dependencies: dependencies.exactOptional(),
        build: z.strictObject({ command: commands }).exactOptional(),
      }),
    )
    .exactOptional(),
})

const componentReference = z.union([componentId, component], {
  error: 'expected the kebab-case id of a component, or a component',
})
const anyTrigger = {
  id: z.string().exactOptional(),
  component: componentReference.exactOptional(),
  components: z
    .record(z.string(), z.union([componentReference, z.array(componentReference)]))
    .exactOptional(),
  dependencies: z.record(z.string(), z.array(dependency)).exactOptional(),
}
const httpTrigger = z.strictObject({
  ...anyTrigger,
  route: z.union([z.string(), z.strictObject({ private: z.boolean() })], {
    error: 'expected a route: `"/..."`',
  }),
  executor: table.exactOptional(),
  static_response: table.exactOptional(),
})

/**
 * A Spin application manifest, version 2. Tables that Spin reads refuse unknown fields as Spin does; those of
 * triggers other than `http` and of tools are theirs.
 */
export const manifestSchema: z.ZodType<Manifest> = z.strictObject({
  spin_manifest_version: z.literal(2, { error: 'only manifest version 2 is supported' }),
  application: z.strictObject({
    name: z.string().min(1),
    version: z.string().exactOptional(),
    description: z.string().exactOptional(),
    authors: strings.exactOptional(),
    targets: z.array(z.unknown()).exactOptional(),
    trigger: tables.exactOptional(),
    tool: tables.exactOptional(),
  }),
  variables: z
    .record(
      variableName,
      z
        .strictObject({
          description: z.string().exactOptional(),
          required: z.boolean().exactOptional(),
          default: z.string().exactOptional(),
          secret: z.boolean().exactOptional(),
        })
        .refine(({ required, default: value }) => (required ?? false) !== (value !== undefined), {
          error: 'a variable is either `required` or has a `default`',
        }),
    )
    .exactOptional(),
  trigger: z
    .object({ http: z.array(httpTrigger).exactOptional() })
    .catchall(z.array(z.looseObject(anyTrigger))),
  component: z.record(componentId, component).exactOptional(),
})
