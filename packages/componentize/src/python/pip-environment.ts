/** How the machine reaches a package index: proxies, certificates, pip's own settings. */
const REACHES_THE_INDEX =
  /^(PIP_.*|SSL_CERT_(FILE|DIR)|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|(HTTPS?|ALL|NO)_PROXY|HOME|PATH|LANG|XDG_CONFIG_HOME|XDG_CONFIG_DIRS|NETRC|SYSTEMROOT|APPDATA|LOCALAPPDATA|USERPROFILE)$/i
/** Settings that would send an installation somewhere else. */
const MISLEADS =
  /^PIP_(TARGET|USER|PREFIX|ROOT|REQUIRE_VIRTUALENV|REQUIREMENT|CONSTRAINT|EDITABLE|LOG|NO_BINARY|ONLY_BINARY|PLATFORM|ABI|IMPLEMENTATION|PYTHON|PYTHON_VERSION|DRY_RUN|REPORT)$/i

/**
 * The environment of pip, and of nothing else: what the machine needs to reach its index, with temporary
 * files in a folder of the caller's.
 */
export function pipEnvironment(temporaryFolder: string): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined && REACHES_THE_INDEX.test(entry[0]) && !MISLEADS.test(entry[0]),
  )
  return {
    // A machine without a network shall say so soon.
    PIP_RETRIES: '1',
    PIP_TIMEOUT: '15',
    ...Object.fromEntries(inherited),
    PIP_DISABLE_PIP_VERSION_CHECK: '1',
    PIP_NO_INPUT: '1',
    PYTHONIOENCODING: 'utf-8',
    TMPDIR: temporaryFolder,
  }
}
