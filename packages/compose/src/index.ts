export { type ComposedApp, type ComposeOptions, composeApp } from './compose-app.ts'
export { parseManifest } from './manifest.ts'
export type {
  ComponentDependency,
  ComponentSource,
  Manifest,
  ManifestComponent,
  ManifestHttpTrigger,
  ManifestProfile,
  ManifestTrigger,
  TomlTable,
} from './manifest-types.ts'
export { type LoadedApp, readApp } from './read-app.ts'
export { templatePath } from './template.ts'
