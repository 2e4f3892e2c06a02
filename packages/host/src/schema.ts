import { z } from 'zod'

// Workers may not make code out of strings, which is how zod makes its checks faster.
z.config({ jitless: process.execArgv.includes('--disallow-code-generation-from-strings') })

export { z }
