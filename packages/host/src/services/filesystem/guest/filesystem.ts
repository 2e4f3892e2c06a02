import type { InstanceContext } from '../../../guest/instance-context.ts'
import type { IoError } from '../../../guest/streams.ts'
import type { WasiSettings } from '../../../guest/wasi/settings.ts'
import type { Interface } from '../../../guest/wasi.ts'
import { Descriptor } from './descriptor.ts'
import { DirectoryEntryStream } from './directory-entry-stream.ts'
import { FileError, FileInput, FileOutput } from './file-streams.ts'

/**
 * `wasi:filesystem`, the granted folders behind it, which may be none.
 *
 * @param preopens In the order in which the host numbers them.
 */
export function createFilesystem(
  context: InstanceContext,
  preopens: WasiSettings['preopens'],
): Record<string, Interface> {
  return {
    'wasi:filesystem/preopens': {
      getDirectories: () =>
        preopens.map(({ guest, writable }, fd) => [
          Descriptor.of({
            context,
            fd,
            type: 'directory',
            flags: { read: true, mutateDirectory: writable },
          }),
          guest,
        ]),
    },
    'wasi:filesystem/types': {
      Descriptor,
      DirectoryEntryStream,
      // No names of WASI, but classes whose methods suspend like those that have one.
      FileInput,
      FileOutput,
      filesystemErrorCode: (error: IoError) => FileError.codeOf(error),
    },
  }
}
