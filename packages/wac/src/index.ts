export {
  type ComposeOptions,
  composeDocument,
  parseDocument,
  type ResolvedDocument,
  type ResolvedItem,
  type ResolvedSource,
  type ResolveOptions,
  resolveDocument,
  type WacDocument,
  type WacPackages,
  type WacSpan,
} from './document.ts'
export {
  type CarriedName,
  type CoreMemory,
  type ExceededLimit,
  type InspectedItem,
  type Inspection,
  inspectComponent,
} from './inspect.ts'
export {
  type NearMiss,
  type PlugConnection,
  type PlugInput,
  type PlugOptions,
  type PlugResult,
  plugComponents,
  type WantedConnection,
} from './plug.ts'
export { checkTargets, type TargetMismatch, type TargetsOptions, type TargetsResult } from './targets.ts'
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
export { encodeWit, parseWat, printWit, resolveWit } from './wit.ts'
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
