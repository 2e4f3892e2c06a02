/**
 * What the name of an export that `exposeState` adds begins with. The glue reads exports by names that the
 * component gives; a module that has such names itself is left as it is.
 */
export const STATE_PREFIX = '$airlock:'

/** Name of the export that stands for the start function of a core module. */
export const START_EXPORT = `${STATE_PREFIX}start`
