/**
 * What the name of an export that `exposeState` adds begins with. The glue reads exports by names that the
 * component gives; a module that has such names itself is left as it is.
 */
export const STATE_PREFIX = '$airlock:'

/** Name of the export that stands for the start function of a core module. */
export const START_EXPORT = `${STATE_PREFIX}start`

/** Name of the export, and of the module and name of the import, that is the memory with the marks of another. */
export const MARKS = `${STATE_PREFIX}marks`

/** Bytes of a memory that share a mark, as a power of two: the pages of most machines. */
export const MARKED_BITS = 12
