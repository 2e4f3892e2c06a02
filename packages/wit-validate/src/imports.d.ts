/** `thread.ts` in Node.js, `same-thread.ts` elsewhere, as package.json says. */
declare module '#examine' {
  export { runExamination, runRestriction } from './thread.ts'
}
