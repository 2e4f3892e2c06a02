#!/usr/bin/env bash
# Mutated and generated components: what the gate and the validation let through, the real `wasm-tools validate` accepts.
# Needs `cargo install wasm-tools`; AIRLOCK_MUTATIONS and AIRLOCK_MUTATION_SEED choose how many and which.
set -euo pipefail
cd "$(dirname "$0")/../../packages/wit-validate"

AIRLOCK_WASM_TOOLS="$(command -v wasm-tools)"
export AIRLOCK_WASM_TOOLS AIRLOCK_MUTATIONS="${AIRLOCK_MUTATIONS:-2000}"
npm test -- src/mutations.test.ts
