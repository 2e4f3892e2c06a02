import { constants } from 'node:sqlite'

/** Pragmas that may be asked and set: they concern the data alone. */
const FREE_PRAGMAS = new Set([
  'analysis_limit',
  'application_id',
  'case_sensitive_like',
  'defer_foreign_keys',
  'foreign_key_check',
  'foreign_key_list',
  'foreign_keys',
  'index_info',
  'index_list',
  'index_xinfo',
  'integrity_check',
  'optimize',
  'quick_check',
  'recursive_triggers',
  'reverse_unordered_selects',
  'table_info',
  'table_list',
  'table_xinfo',
  'user_version',
])

/** Pragmas that may be asked, not set. `database_list` is none of them: it tells paths. */
const READABLE_PRAGMAS = new Set([
  'auto_vacuum',
  'cache_size',
  'collation_list',
  'compile_options',
  'data_version',
  'encoding',
  'freelist_count',
  'function_list',
  'journal_mode',
  'max_page_count',
  'module_list',
  'page_count',
  'page_size',
  'schema_version',
  'synchronous',
])

/** Functions that load code, name code by address, or write into the log of the process. */
const DENIED_FUNCTIONS = new Set(['load_extension', 'fts3_tokenizer', 'sqlite_log'])

const TABLE_MODULES = new Set([
  'fts3',
  'fts4',
  'fts4aux',
  'fts5',
  'fts5vocab',
  'geopoly',
  'rtree',
  'rtree_i32',
])

const TEMPORARY: ReadonlySet<number> = new Set([
  constants.SQLITE_CREATE_TEMP_INDEX,
  constants.SQLITE_CREATE_TEMP_TABLE,
  constants.SQLITE_CREATE_TEMP_TRIGGER,
  constants.SQLITE_CREATE_TEMP_VIEW,
])

/**
 * Decides what a statement of a stranger may do: everything with the data of its own database, nothing that
 * names a file, loads code or changes the limits.
 *
 * @param action One of the action codes of `sqlite3_set_authorizer`.
 * @param first Its first argument, which depends on the action.
 * @param second Its second one.
 * @returns Why it may not; `undefined` where it may.
 */
export function findDenial(action: number, first: string | null, second: string | null): string | undefined {
  switch (action) {
    case constants.SQLITE_ATTACH:
      return 'ATTACH and VACUUM are not allowed'
    case constants.SQLITE_DETACH:
      return 'DETACH is not allowed'
    case constants.SQLITE_PRAGMA:
      return mayUsePragma((first ?? '').toLowerCase(), second)
        ? undefined
        : `PRAGMA ${first}${second === null ? '' : ' with a value'} is not allowed`
    case constants.SQLITE_FUNCTION:
      return DENIED_FUNCTIONS.has((second ?? '').toLowerCase()) ? `${second}() is not allowed` : undefined
    case constants.SQLITE_CREATE_VTABLE:
      return TABLE_MODULES.has((second ?? '').toLowerCase())
        ? undefined
        : `virtual tables of ${second} are not allowed`
    default:
      return undefined
  }
}

/**
 * Does a statement leave something in its connection, so that another one would not do as well: a temporary
 * table, or what a pragma sets?
 *
 * @param action One of the action codes of `sqlite3_set_authorizer`.
 * @param second Its second argument.
 */
export function changesConnection(action: number, second: string | null): boolean {
  return TEMPORARY.has(action) || (action === constants.SQLITE_PRAGMA && second !== null)
}

function mayUsePragma(name: string, value: string | null): boolean {
  if (FREE_PRAGMAS.has(name)) return true
  if (value === null) return READABLE_PRAGMAS.has(name)
  // Applications set what is set already.
  return name === 'journal_mode' && value.toLowerCase() === 'wal'
}
