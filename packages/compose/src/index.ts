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
export { type AppComponent, type AppFolder, readAppFolder } from './app/read-app-folder.ts'
export { type AppChanges, type WriteAppOptions, writeAppFolder } from './app/write-app-folder.ts'
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
export { templatePath } from './template.ts'
