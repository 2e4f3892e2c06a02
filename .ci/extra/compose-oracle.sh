#!/bin/sh
# Compares packages/compose with others over random applications and components: the real `wac` composes the same
# documents and judges what fits, the real `wasm-tools` makes and judges the components, real Wasmtime makes the same
# calls, of what Spin would load too, and Python reads the same manifests. Needs wac 0.12 (`cargo install wac-cli
# --no-default-features --features wit,wat`) and wasm-tools (`cargo install wasm-tools`) on the PATH or in
# ~/.cargo/bin, a build, and Python 3.11 or newer; Wasmtime comes from PyPI into a throw-away folder, unless
# AIRLOCK_ORACLE_PYTHON names a Python that has it. SEED is the first seed and CASES how many applications; arguments:
# seeds to run alone.
set -eu
cd "$(dirname "$0")/../.."
PATH="$PWD/node_modules/.bin:$PATH:$HOME/.cargo/bin"
command -v wasm-tools >/dev/null || { echo "wasm-tools is not installed" >&2; exit 1; }
exec npm run --silent oracle -w packages/compose -- "$@"
