export { readWitFolder } from './wit-folder.ts'
