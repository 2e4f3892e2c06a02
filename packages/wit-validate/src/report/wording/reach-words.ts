import type { Reach } from '../../component-report.ts'
import { incompleteWords } from './words.ts'

/** That nobody knows what is never called, and why, of a deep report that could not find out; of any other, nothing. */
export function describeIncomplete(reach: Reach | null): string[] {
  if (reach === null || reach.complete) return []
  const why = reach.reason === null ? '' : `: ${incompleteWords[reach.reason]}`
  return [`Which functions are never called could not be found out${why}. All of them might be called.`]
}
