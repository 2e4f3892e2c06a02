#!/bin/sh
# Compares packages/wac with the tools whose place it takes. Needs wac 0.12
# (`cargo install wac-cli --no-default-features --features wit,wat`) and wasm-tools on the PATH, and a build.
set -eu
cd "$(dirname "$0")/../.."
PATH="$PWD/node_modules/.bin:$PATH"
for tool in wac wasm-tools; do
  command -v "$tool" >/dev/null || { echo "$tool is not installed" >&2; exit 1; }
done
exec npm run --silent oracle -w packages/wac
