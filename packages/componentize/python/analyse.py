"""Says as JSON what the modules of a folder define, by reading them; nothing of them is run.

Called as `python -I analyse.py FOLDER FILE…`, where each FILE is a path relative to FOLDER.
"""

import ast
import json
import os
import sys


def parameters(arguments):
    """The parameters of a function: name, how it may be passed, whether it has a default."""
    positional = arguments.posonlyargs + arguments.args
    required = len(positional) - len(arguments.defaults)
    found = [
        {"name": arg.arg, "kind": "positional", "optional": index >= required, "annotation": annotation(arg)}
        for index, arg in enumerate(positional)
    ]
    if arguments.vararg:
        found.append({"name": arguments.vararg.arg, "kind": "rest", "optional": True, "annotation": None})
    for arg, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
        found.append(
            {"name": arg.arg, "kind": "keyword", "optional": default is not None, "annotation": annotation(arg)}
        )
    return found


def text_of(node):
    if node is None:
        return None
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value[:200]
    return ast.unparse(node)[:200]


def annotation(arg):
    return text_of(arg.annotation)


def top_level(body):
    """Statements that run when the module is loaded, also those in `if`, `try` and `with`."""
    for node in body:
        yield node
        for field in ("body", "orelse", "finalbody"):
            if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                yield from top_level(getattr(node, field, []))
        for handler in getattr(node, "handlers", []):
            yield from top_level(handler.body)


def describe(tree):
    functions, classes, names, star = {}, [], [], False
    for node in top_level(tree.body):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            functions[node.name] = {
                "line": node.lineno,
                "async": isinstance(node, ast.AsyncFunctionDef),
                "decorated": bool(node.decorator_list),
                "params": parameters(node.args),
                "returns": text_of(node.returns),
            }
        elif isinstance(node, ast.ClassDef):
            classes.append(node.name)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names += [target.id for target in targets if isinstance(target, ast.Name)]
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            star = star or any(alias.name == "*" for alias in node.names)
            names += [alias.asname or alias.name.split(".")[0] for alias in node.names if alias.name != "*"]
    imports = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imports.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            imports.add(node.module)
    return {
        "functions": functions,
        "classes": classes,
        "names": names,
        "star": star,
        "imports": sorted(imports),
    }


def analyse(folder, file):
    try:
        with open(os.path.join(folder, file), "rb") as source:
            content = source.read()
        return describe(ast.parse(content, file))
    except SyntaxError as error:
        return {
            "error": {
                "kind": type(error).__name__,
                "message": str(error.msg),
                "line": error.lineno,
                "column": error.offset,
                "text": (error.text or "")[:200].rstrip("\n"),
                "python": sys.version_info[:2],
            }
        }
    except (ValueError, RecursionError, MemoryError) as error:
        return {
            "error": {
                "kind": type(error).__name__,
                "message": str(error)[:200],
                "line": None,
                "python": sys.version_info[:2],
            }
        }


def main():
    folder, *files = sys.argv[1:]
    json.dump({file: analyse(folder, file) for file in files}, sys.stdout)


main()
