/** Takes a file of its neighbour along. */
import neighbour from '../../package.json'

export const before = () => JSON.stringify(neighbour)
export const after = (promptresult) => promptresult
