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
export {
  type AppChanges,
  type AppRecord,
  type WriteAppOptions,
  writeAppFolder,
} from './app/write-app-folder.ts'
export { composeApp } from './compose-app.ts'
export type {
  AppGraph,
  GraphComponent,
  GraphContents,
  GraphDependency,
  GraphEnd,
  GraphGrants,
  GraphImport,
  GraphLink,
  GraphPart,
  GraphSource,
  GraphTrigger,
} from './graph/app-graph.ts'
export { formatGraph, type GraphFormat, graphFormats } from './graph/format-graph.ts'
export { readGraph } from './graph/read-graph.ts'
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
export {
  type CreatedProject,
  type CreateProjectOptions,
  createProject,
  type ProjectKind,
  type ProjectTemplate,
} from './project/create-project.ts'
export { templatePath } from './template.ts'
