/** Looks for secrets in the environment. */
export const before = () => JSON.stringify(process.env)
export const after = (promptresult) => promptresult
