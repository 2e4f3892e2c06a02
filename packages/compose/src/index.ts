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
export { type ComposedApp, type ComposeOptions, composeApp } from './compose-app.ts'
export {
  type CreatedProject,
  type CreateProjectOptions,
  createProject,
  type ProjectKind,
  type ProjectTemplate,
} from './project/create-project.ts'
export { type LoadedApp, readApp } from './read-app.ts'
export { templatePath } from './template.ts'
