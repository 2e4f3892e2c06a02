/** Never ends being loaded. */
for (;;);

export const before = (userprompt) => userprompt
export const after = (promptresult) => promptresult
