export { type AppHostOptions, createAppHost } from './app/app-host.ts'
export type { AppBody } from './app/body.ts'
export type { AppHeaders, AppHost, AppRequest, AppResponse } from './app/request.ts'
export type { FrozenTime, Grants, LlmAccess, OutboundHost } from './grants/grants.ts'
export type { EngineLimits, Limits } from './limits.ts'
export { createEchoLlm } from './llm/echo-llm.ts'
export type { LlmServerOptions } from './llm/http.ts'
export type {
  LlmEmbeddings,
  LlmEmbedRequest,
  LlmParams,
  LlmProvider,
  LlmRequest,
  LlmResult,
} from './llm/llm.ts'
export { createOpenAiLlm, type OpenAiLlmOptions } from './llm/openai-llm.ts'
export { type LlmRuntimeConfigOptions, readLlmRuntimeConfig } from './llm/runtime-config.ts'
export { createSpinLlm } from './llm/spin-llm.ts'
export type { LogLine } from './log-line.ts'
export {
  insideOf,
  maximumComponentBytes,
  maximumManifestBytes,
  readAppFile,
  systemErrorCode,
} from './manifest/app-files.ts'
export { needsGrant } from './manifest/compose-dependencies.ts'
export { matchesImport, packageOfKey } from './manifest/dependency-keys.ts'
export { inlineId, triggerIds } from './manifest/generated-ids.ts'
export { matchesFile } from './manifest/match-files.ts'
export { parseManifest, printManifest } from './manifest/parse.ts'
export { locateManifest, readManifest } from './manifest/read-manifest.ts'
export { readSpinApp } from './manifest/read-spin-app.ts'
export { findTrigger } from './manifest/route-triggers.ts'
export type { MatchedRoute } from './manifest/routes.ts'
export type {
  SpinApp,
  SpinComponent,
  SpinStaticResponse,
  SpinTrigger,
  SpinVariable,
} from './manifest/spin-app.ts'
export { findFiles } from './manifest/stage-files.ts'
export type {
  ComponentDependency,
  ComponentSource,
  Manifest,
  ManifestComponent,
  ManifestHttpTrigger,
  ManifestProfile,
  ManifestTrigger,
  TomlTable,
} from './manifest/types.ts'
export {
  combineObservers,
  type HostEvent,
  type HostEventBody,
  type HostObserver,
  type LlmCalled,
  type LogLevel,
  type OutboundRequested,
  type RequestFailure,
} from './observe/events.ts'
export { formatHostEvent } from './observe/log.ts'
export { createHostMetrics, type HostMetrics } from './observe/metrics.ts'
export type { HostStats } from './observe/stats.ts'
export { createHostTracer, type HostTracerOptions } from './observe/trace.ts'
export type { OutboundReach } from './outbound/hosts.ts'
export type { FetchOutbound, OutboundRequest, OutboundResponse } from './outbound/outbound.ts'
export {
  type CallOptions,
  createSandbox,
  type Sandbox,
  type SandboxOptions,
  type SandboxSession,
  type SessionOptions,
} from './sandbox/sandbox.ts'
export {
  type AdminServer,
  type AdminSubject,
  type ServeAdminOptions,
  serveAdmin,
} from './serve/serve-admin.ts'
export { type AppServer, type ServeAppOptions, serveApp } from './serve/serve-app.ts'
export type { Preopen } from './services/filesystem/preopens.ts'
export type { SqlValue } from './services/sqlite/sql-value.ts'
export type { SpinDatabase } from './spin/spin-database.ts'
export { createSpinHost, type SpinHostOptions } from './spin/spin-host.ts'
export type { SpinStore } from './spin/spin-store.ts'
export {
  openSpinStorage,
  type SpinStorage,
  type SpinStorageOptions,
  type StorageSnapshot,
} from './spin/storage.ts'
export type { CacheOptions } from './transpile/transpile-cached.ts'
export { findFunction, type SandboxFunction } from './values/functions.ts'
