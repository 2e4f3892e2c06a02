#!/bin/sh
# Compares calls in packages/host with the same calls in real Wasmtime, over packages/host/corpus: every type of WIT,
# components from Python, JavaScript and Rust, and hand-written ones that break the rules. Needs a build, and Python
# 3.9 or newer; Wasmtime comes from PyPI into a throw-away folder, unless AIRLOCK_ORACLE_PYTHON names a Python that
# has it. Arguments: a part of the names of the components; `--update` makes the answers those that the tests expect.
set -eu
cd "$(dirname "$0")/../.."
PATH="$PWD/node_modules/.bin:$PATH"
exec npm run --silent oracle -w packages/host -- "$@"
