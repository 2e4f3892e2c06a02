#!/bin/sh
# Runs components that were restricted to no import at all in real Wasmtime with nothing linked: Python with all of WASI
# gives the answers that it gives with WASI, and one that reaches for files, sockets, HTTP, an LLM and so on is stopped
# at each. Needs a build, and Python 3.9 or newer; Wasmtime comes from PyPI into a throw-away folder, unless
# AIRLOCK_ORACLE_PYTHON names a Python that has it.
set -eu
cd "$(dirname "$0")/../.."
PATH="$PWD/node_modules/.bin:$PATH"
exec npm run --silent oracle:restrict -w packages/host -- "$@"
