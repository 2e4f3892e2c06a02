declare module '#semver' {
  export { loadSemver } from './semver.ts'
}
