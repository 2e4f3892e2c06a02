export { componentizeSource } from './componentize-source.ts'
export { detectLanguage } from './detect-language.ts'
export type { ComponentizeOptions, JavaScriptFeature } from './options.ts'
