#!/bin/sh
# Compares packages/wac with the tools whose place it takes, over packages/wac/corpus: output bytes, exit codes and
# messages. What differs is listed in corpus/differences.json. Needs wac 0.12 (`cargo install wac-cli
# --no-default-features --features wit,wat`), wasm-tools and script (of util-linux) on the PATH, and a build.
# Arguments: a part of the names of the cases to run, `documents/new-`; all of them without.
set -eu
cd "$(dirname "$0")/../.."
PATH="$PWD/node_modules/.bin:$PATH"
for tool in wac wasm-tools script; do
  command -v "$tool" >/dev/null || { echo "$tool is not installed" >&2; exit 1; }
done
exec npm run --silent oracle -w packages/wac -- "$@"
