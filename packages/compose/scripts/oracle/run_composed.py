"""Makes calls of composed components in real Wasmtime: `run_composed.py FOLDER < JOBS > OUTCOMES`, one JSON a line.

FOLDER holds plain_values.py. A job is `{ path, variable, calls }`; all of its calls go to one instance. A call is
`{ interface, function, args, answers }`: `answers` is what the host's functions return in it, by their interface. An
outcome is `{ value }` or `{ traps }`, with `log`: which functions of the host were called, with what.
"""

import json
import sys

import wasmtime
from wasmtime import component as c

sys.path.insert(0, sys.argv[1])
from plain_values import to_plain, to_value  # noqa: E402

VARIABLES = "fermyon:spin/variables@2.0.0"
engine = wasmtime.Engine()


def functions_of(extern):
    """The functions of an instance by name, with their types."""
    found = extern.ty.exports(engine).items()
    return {name: item.ty for name, item in found if isinstance(item.ty, c.FuncType)}


def link(instance, component, job, state):
    """Defines what the component imports, so that each call is written down."""
    def define(interface, name, kind):
        kinds = [each for _, each in kind.params]

        def answer(_store, *args):
            plain = [to_plain(each, arg) for each, arg in zip(kinds, args)]
            if interface == VARIABLES:
                return c.Variant("ok", job["variable"])
            state["log"].append({"interface": interface, "function": name, "args": plain})
            return None if kind.result is None else to_value(kind.result, state["answers"][interface])

        return answer

    for interface, extern in component.type.imports(engine).items():
        if not isinstance(extern.ty, c.ComponentInstanceType):
            raise SystemExit(f"{interface} is no interface")
        with instance.add_instance(interface) as defined:
            for name, kind in functions_of(extern).items():
                defined.add_func(name, define(interface, name, kind))


def call(instance, store, each, state):
    state.update(log=[], answers=each["answers"])
    owner = instance.get_export_index(store, each["interface"])
    index = instance.get_export_index(store, each["function"], owner)
    function = instance.get_func(store, index)
    kind = function.type(store)
    try:
        args = [to_value(of, plain) for (_, of), plain in zip(kind.params, each["args"])]
        value = function(store, *args)
        plain = None if kind.result is None else to_plain(kind.result, value)
        return {"value": plain, "log": state["log"]}
    except (wasmtime.Trap, wasmtime.WasmtimeError) as error:
        return {"traps": str(error), "log": state["log"]}


def run(job):
    component = c.Component.from_file(engine, job["path"])
    linker = c.Linker(engine)
    state = {}
    with linker.root() as root:
        link(root, component, job, state)
    store = wasmtime.Store(engine)
    instance = linker.instantiate(store, component)
    return [call(instance, store, each, state) for each in job["calls"]]


for line in sys.stdin:
    try:
        print(json.dumps({"outcomes": run(json.loads(line))}), flush=True)
    except wasmtime.WasmtimeError as error:
        print(json.dumps({"error": str(error)}), flush=True)
