#!/bin/sh
# Checks the SARIF that packages/wit-validate writes with Microsoft's SARIF Multitool: the rules of the standard, and those
# by which GitHub's code scanning takes a file in. Needs a build, and Linux on x64: the tool comes from npm into a
# throw-away folder.
set -eu
cd "$(dirname "$0")/../.."
PATH="$PWD/node_modules/.bin:$PATH"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
npm install --silent --no-save --prefix "$folder" @microsoft/sarif-multitool-linux@5.7.0
tool="$folder/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool"
chmod +x "$tool"

node --input-type=module - "$folder" <<'EOF'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseWat } from '@wasm-airlock/wac'
import { toSarif, validateComponent } from '@wasm-airlock/wit-validate'

const components = {
  clean: '(component)',
  denied: '(component (import "wasi:random/random@0.2.9" (instance (export "get-random-u64" (func (result u64))))))',
  hostile: '(component (core module (func (export "[x](javascript:alert`1`) {0} <b> @a \\n\\u{202e}"))))',
  memory: '(component (core module (memory 20000)))',
  invalid: '(component (core module (func i32.add)))',
}
for (const [name, wat] of Object.entries(components)) {
  const result = await validateComponent(await parseWat(wat))
  const log = await toSarif(result, { file: `dist/${name} 1.wasm`, version: '1.0.0' })
  await writeFile(join(process.argv[2], `${name}.sarif`), JSON.stringify(log))
}
EOF

passed=0
failed=0
for file in "$folder"/*.sarif; do
  if DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 "$tool" validate "$file" --rule-kind 'Sarif;Ghas' \
    --level 'Error;Warning' --kind Fail --output "$file.json" >"$file.txt" 2>&1 &&
    ! grep -qE ': (error|warning) ' "$file.txt"; then
    passed=$((passed + 1))
  else
    cat "$file.txt"
    failed=$((failed + 1))
  fi
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
