#!/bin/sh
# Compares the verdicts of packages/wit-validate with those of the real `wac targets` and `wasm-tools validate`, over a
# corpus of components that it builds from Python, JavaScript, TypeScript, WIT and the text format: a few hundred, valid
# ones and broken ones. What differs is listed in packages/wit-validate/corpus/differences.json. Needs wac 0.12 (`cargo
# install wac-cli --no-default-features --features wit,wat`) and wasm-tools on the PATH, Python 3.10 or newer, and a
# build. Arguments: a part of the names of the components to compare, `python/`; all of them without.
set -eu
cd "$(dirname "$0")/../.."
PATH="$PWD/node_modules/.bin:$PATH"
for tool in wac wasm-tools; do
  command -v "$tool" >/dev/null || { echo "$tool is not installed" >&2; exit 1; }
done
exec npm run --silent oracle -w packages/wit-validate -- "$@"
