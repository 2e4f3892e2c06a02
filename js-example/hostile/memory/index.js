/** Takes memory until there is none. */
export function before() {
  const hoard = []
  for (;;) hoard.push(new Uint8Array(16 * 1024 * 1024).fill(1))
}

export const after = (promptresult) => promptresult
