/**
 * Functions that ask the host, and suspend the guest meanwhile. What start-up code needs to find its folders
 * (`get-directories`, `get-type`, `get-flags`) is not among them: start-up code cannot be suspended.
 */
export const suspendingFunctions: readonly (readonly [interfaceName: string, functionName: string])[] = [
  ...[
    'create-directory-at',
    'is-same-object',
    'metadata-hash',
    'metadata-hash-at',
    'open-at',
    'read',
    'read-directory',
    'readlink-at',
    'remove-directory-at',
    'rename-at',
    'set-size',
    'set-times',
    'set-times-at',
    'stat',
    'stat-at',
    'sync',
    'sync-data',
    'unlink-file-at',
    'write',
  ].map((name) => ['wasi:filesystem/types', `[method]descriptor.${name}`] as const),
  ...['read', 'blocking-read', 'skip', 'blocking-skip'].map(
    (name) => ['wasi:io/streams', `[method]input-stream.${name}`] as const,
  ),
  ...[
    'write',
    'blocking-write-and-flush',
    'write-zeroes',
    'blocking-write-zeroes-and-flush',
    'splice',
    'blocking-splice',
  ].map((name) => ['wasi:io/streams', `[method]output-stream.${name}`] as const),
]
