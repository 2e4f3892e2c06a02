export type {
  ComponentDependency,
  ComponentSource,
  Manifest,
  ManifestComponent,
  ManifestHttpTrigger,
  ManifestProfile,
  ManifestTrigger,
  TomlTable,
} from '@wasm-airlock/host'
export { parseManifest } from '@wasm-airlock/host'
export { composeApp } from './compose-app.ts'
export type {
  ComponentInput,
  ComposedApp,
  ComposedComponent,
  ComposeMode,
  ComposeOptions,
  CompositionPlan,
  Connection,
  PlanOptions,
} from './options.ts'
export { planComposition } from './plan-composition.ts'
export { type LoadedApp, readApp } from './read-app.ts'
export { templatePath } from './template.ts'
