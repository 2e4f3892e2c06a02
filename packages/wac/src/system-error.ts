/** The words of the C library, which Rust prints; Node has those of libuv. */
const words: Readonly<Record<string, string>> = {
  EACCES: 'Permission denied',
  EAGAIN: 'Resource temporarily unavailable',
  EEXIST: 'File exists',
  EFBIG: 'File too large',
  EINVAL: 'Invalid argument',
  EIO: 'Input/output error',
  EISDIR: 'Is a directory',
  ELOOP: 'Too many levels of symbolic links',
  EMFILE: 'Too many open files',
  ENAMETOOLONG: 'File name too long',
  ENODEV: 'No such device',
  ENOENT: 'No such file or directory',
  ENOMEM: 'Cannot allocate memory',
  ENOSPC: 'No space left on device',
  ENOTDIR: 'Not a directory',
  ENXIO: 'No such device or address',
  EPERM: 'Operation not permitted',
  EPIPE: 'Broken pipe',
  EROFS: 'Read-only file system',
  ETXTBSY: 'Text file busy',
}

/** An error of the operating system as Rust prints it: `No such file or directory (os error 2)`. */
export function systemErrorText(error: Error): string | undefined {
  const { code, errno } = error as NodeJS.ErrnoException
  if (code === undefined || typeof errno !== 'number') return undefined
  return `${words[code] ?? code} (os error ${Math.abs(errno)})`
}
