export { type ChosenWorld, chooseWorld } from './choose-world.ts'
export {
  type ComposeOptions,
  composeDocument,
  type ParseOptions,
  parseDocument,
  printGraph,
  type ResolveOptions,
  resolveDocument,
} from './document.ts'
export {
  type CarriedName,
  type CoreMemory,
  type ExceededLimit,
  type InspectedItem,
  type Inspection,
  type InspectOptions,
  inspectComponent,
} from './inspect.ts'
export type { PackageRequest, PackageResolver, WacPackages } from './packages.ts'
export {
  type NearMiss,
  type PlugConnection,
  type PlugInput,
  type PlugOptions,
  type PlugResult,
  plugComponents,
  type WantedConnection,
} from './plug.ts'
export type {
  ResolvedArgument,
  ResolvedDocument,
  ResolvedItem,
  ResolvedSource,
  SourceSpan,
} from './resolved-document.ts'
export { buildSkeleton, type Skeleton, type SkeletonOptions } from './skeleton.ts'
export { type Replacement, spliceComponents } from './splice.ts'
export {
  checkTargets,
  type ExtraExport,
  type TargetMismatch,
  type TargetsOptions,
  type TargetsResult,
  type VersionMatch,
} from './targets.ts'
export { parseWat, printComponent, type WatOptions } from './text.ts'
export type { TypeDifference } from './type-difference.ts'
export type {
  AliasType,
  AsyncType,
  ComponentType,
  ComponentTypeDefinition,
  CoreItem,
  EnumType,
  FlagsType,
  FunctionType,
  HandleType,
  InterfaceType,
  ListType,
  MapType,
  ModuleType,
  OptionType,
  RecordType,
  ResourceType,
  ResultType,
  TupleType,
  TypedEntry,
  TypeRef,
  VariantType,
} from './type-table.ts'
export type { WacDocument, WacSpan } from './wac-document.ts'
export {
  decodeWit,
  encodeWit,
  printWit,
  resolveWit,
  type WitOptions,
  type WitSources,
} from './wit.ts'
export type {
  WitDocs,
  WitField,
  WitFunction,
  WitInterface,
  WitPackage,
  WitResolution,
  WitType,
  WitTypeDefinition,
  WitTypeKind,
  WitWorld,
  WitWorldItem,
} from './wit-resolution.ts'
