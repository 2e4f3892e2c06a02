import { z } from 'zod'

// Workers may not make code out of strings, which is how zod would make its checks faster.
z.config({ jitless: true })

export { z }
