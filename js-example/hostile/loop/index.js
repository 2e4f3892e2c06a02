/** Never returns from a call. */
export function before() {
  for (;;);
}

export const after = (promptresult) => promptresult
