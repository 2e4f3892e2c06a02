"""Makes the calls of a corpus in real Wasmtime: `run_wasmtime.py COMPONENT < CALLS > OUTCOMES`, one JSON a line.

With `--wasi` behind the component it has all of WASI, with an empty environment and no files; else nothing is linked.

Values are the plain JSON of src/test-support/conformance/plain.ts. Every call gets a fresh instance.
"""

import json
import sys

import wasmtime
from plain_values import to_plain, to_value
from wasmtime import component as c


def find(instance, store, name):
    """A function of the component itself, or of one of its interfaces."""
    found = instance.get_func(store, name)
    if found is not None:
        return found
    for interface in interfaces:
        owner = instance.get_export_index(store, interface)
        index = instance.get_export_index(store, name, owner)
        if index is not None:
            return instance.get_func(store, index)
    raise SystemExit(f"no function {name}")


def run(call):
    store = wasmtime.Store(engine)
    store.set_limits(memory_size=512 << 20)
    if has_wasi:
        store.set_wasi(wasmtime.WasiConfig())
    try:
        instance = linker.instantiate(store, component)
        function = find(instance, store, call["function"])
        kinds = function.type(store)
        args = [to_value(kind, plain) for (_, kind), plain in zip(kinds.params, call["args"])]
        value = function(store, *args)
        return {"value": None if kinds.result is None else to_plain(kinds.result, value)}
    except (wasmtime.Trap, wasmtime.WasmtimeError) as error:
        return {"traps": True, "reason": str(error)}


engine = wasmtime.Engine()
component = c.Component.from_file(engine, sys.argv[1])
interfaces = [
    name
    for name, item in component.type.exports(engine).items()
    if isinstance(item.ty, c.ComponentInstanceType)
]
has_wasi = "--wasi" in sys.argv
linker = c.Linker(engine)
if has_wasi:
    linker.add_wasip2()
for line in sys.stdin:
    print(json.dumps(run(json.loads(line))), flush=True)
