export { createFolderResolver, type FolderResolverOptions } from './folder-resolver.ts'
export { readWitFolder } from './wit-folder.ts'
export { readWitSources } from './wit-sources.ts'
