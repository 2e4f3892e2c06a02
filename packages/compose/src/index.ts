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
export { type LoadedApp, readApp } from './read-app.ts'
export { templatePath } from './template.ts'
