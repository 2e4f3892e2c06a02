/**
 * The URL of an application on this machine, without a slash at its end, and without the port where that is
 * the one that `http` means anyway.
 */
export function endpointOf(port: number): string {
  return new URL(`http://127.0.0.1:${port}`).origin
}
