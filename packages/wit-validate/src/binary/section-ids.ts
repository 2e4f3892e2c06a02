/** Sections of both core modules and components. */
export const CUSTOM_SECTION = 0

/** Sections of core modules, as the specification numbers them. */
export const MODULE_SECTION = {
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  memory: 5,
  start: 8,
  code: 10,
  data: 11,
} as const

/** Sections of components, as the specification numbers them. */
export const COMPONENT_SECTION = {
  coreModule: 1,
  coreInstance: 2,
  coreType: 3,
  component: 4,
  instance: 5,
  alias: 6,
  type: 7,
  canonical: 8,
  start: 9,
  import: 10,
  export: 11,
} as const
