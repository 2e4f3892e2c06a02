"""Joins plain functions and classes of the author to the world that is being built.

Runs inside the component while it is pre-initialised. `airlock_plan` is the generated part: plain data
that says which module defines what. This file may lean on nothing that the author can replace, so it
imports only what is built into the interpreter or frozen in it.
"""

import sys
from importlib.util import module_from_spec, spec_from_file_location

from airlock_plan import PLAN

# The author's modules come right after this folder, then dependencies, then the standard library. The author's go
# to the end: where a file bears the name of a module of the library, the library goes on finding its own.
_HERE = __file__.rpartition("/")[0]
_SOURCE = sys.path.pop(sys.path.index(_HERE) + 1)
sys.path.append(_SOURCE)


def _quote(text):
    return '"' + "".join("\\u%04x" % min(ord(char), 0xFFFF) for char in text[:2000]) + '"'


def _report(kind, subject, message, frames=()):
    """Writes what went wrong where the build can read it; stderr is not there in every world."""
    places = ",".join('{"file":%s,"line":%d}' % (_quote(file), line) for file, line in frames[-20:])
    with open(_HERE + "/report.json", "w") as report:
        report.write(
            '{"kind":%s,"subject":%s,"message":%s,"frames":[%s]}'
            % (_quote(kind), _quote(subject), _quote(message), places)
        )


def _frames_of(error):
    frames = []
    if isinstance(error, SyntaxError) and error.filename:
        return [(str(error.filename), int(error.lineno or 1))]
    trace = error.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if not file.startswith(_HERE + "/"):
            frames.append((file, trace.tb_lineno))
        trace = trace.tb_next
    return frames


_loaded = {}


def _load(name):
    """Loads a module of the author.

    The interpreter has loaded some modules of its own library already, and has others built in; an import
    by name finds those. A file of the author with such a name is loaded by its place, under another name,
    so that the library keeps its own.
    """
    __import__(name)
    module = sys.modules[name]
    file = "%s/%s.py" % (_SOURCE, name)
    if getattr(module, "__file__", None) == file:
        return module
    spec = spec_from_file_location("source_" + name, file)
    module = module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _import(name):
    """Loads a module of the author once, and says where it failed."""
    try:
        if name not in _loaded:
            _loaded[name] = _load(name)
        return _loaded[name]
    except BaseException as error:
        _report("import", name, "%s: %s" % (type(error).__name__, error), _frames_of(error))
        raise


def _import_if_possible(name):
    """What functions import only when they run has to be there before the component is finished."""
    try:
        __import__(name)
    except Exception:
        pass


def _attribute(module, name):
    try:
        return getattr(module, name)
    except AttributeError as error:
        _report("missing", name, "%s does not define %s" % (module.__name__, name))
        raise error


_SIMPLE = {
    "bool": (bool,),
    "string": (str,),
    "f32": (float, int),
    "f64": (float, int),
}


def _fits(value, shape):
    """Is the value what the WIT type asks for? A shape of None is not checked here."""
    if shape is None:
        return True
    kind, *parts = shape
    if kind in _SIMPLE:
        return isinstance(value, _SIMPLE[kind]) and (kind == "bool" or not isinstance(value, bool))
    if kind == "char":
        return isinstance(value, str) and len(value) == 1
    if kind == "int":
        sign, bits = parts
        low, high = (0, 1 << bits) if sign == "u" else (-1 << bits - 1, 1 << bits - 1)
        return isinstance(value, int) and not isinstance(value, bool) and low <= value < high
    if kind == "none":
        return value is None
    if kind == "bytes":
        return isinstance(value, (bytes, bytearray))
    if kind == "list":
        return isinstance(value, list) and all(_fits(item, parts[0]) for item in value)
    if kind == "tuple":
        return (
            isinstance(value, tuple)
            and len(value) == len(parts)
            and all(_fits(item, part) for item, part in zip(value, parts))
        )
    if kind == "option":
        return value is None or _fits(value, parts[0])
    return True


def _method(function, label, expected, shape):
    def method(self, *args):
        value = function(*args)
        if not _fits(value, shape):
            raise TypeError(
                "%s returned %s, but its WIT result is %s" % (label, type(value).__name__, expected)
            )
        return value

    return method


def _build():
    for name in PLAN["modules"]:
        _import(name)
    for name in PLAN["lazy"]:
        _import_if_possible(name)
    for class_name, entry in PLAN["classes"].items():
        if "class" in entry:
            module, attribute = entry["class"]
            globals()[class_name] = _attribute(_import(module), attribute)
            continue
        methods = {}
        for method, wired in entry["functions"].items():
            module, attribute, label, expected, shape = wired
            function = _attribute(_import(module), attribute)
            if not callable(function):
                _report("missing", attribute, "%s.%s is not a function" % (module, attribute))
                raise TypeError(attribute)
            methods[method] = _method(function, label, expected, shape)
        globals()[class_name] = type(class_name, (), methods)


_build()
