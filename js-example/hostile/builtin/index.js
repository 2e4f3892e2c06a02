/** Wants to run a command. */
import { execSync } from 'node:child_process'

export const before = () => execSync('id').toString()
export const after = (promptresult) => promptresult
