"""Reads manifests with the parser of Python: one JSON a line, in and out.

A question is `{ old, new, edits }`: two texts, and the values that are to be set. An answer is `{ data, problems }`:
what the new text says, and what else differs from the old one.
"""

import difflib
import json
import re
import sys
import tomllib


def edited(data, path, value):
    key, *rest = path
    if isinstance(data, list):
        return [edited(each, rest, value) if at == key else each for at, each in enumerate(data)]
    inner = value if not rest else edited(data.get(key, {}), rest, value)
    return {**data, key: inner}


def lost_lines(old, new):
    """Lines of the old text that are not, in their order, in the new one."""
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return [
        old[at]
        for tag, start, end, _, _ in matcher.get_opcodes()
        for at in range(start, end)
        if tag != "equal"
    ]


def answer(question):
    old, new, edits = question["old"], question["new"], question["edits"]
    expected = tomllib.loads(old.removeprefix("\ufeff"))
    for edit in edits:
        expected = edited(expected, edit["path"], edit["value"])
    data = tomllib.loads(new.removeprefix("\ufeff"))
    problems = []
    if plain(data) != plain(expected):
        problems.append(f"it says {data}, not {expected}")
    lost = lost_lines(old.splitlines(keepends=True), new.splitlines(keepends=True))
    # The last line may get an end; each other one that differs has to be one that is edited.
    ends = [line for line in lost if not line.endswith("\n")]
    if len(lost) > len(edits) + len(ends):
        problems.append(f"these lines are lost: {lost}")
    notes = re.findall(r"# note \w+", old)
    if re.findall(r"# note \w+", new) != notes:
        problems.append("comments are lost, or in another order")
    return {"data": plain(data), "problems": problems}


def plain(data):
    """JSON has neither dates nor infinite numbers."""
    if isinstance(data, dict):
        return {key: plain(each) for key, each in data.items()}
    if isinstance(data, list):
        return [plain(each) for each in data]
    return data if isinstance(data, (str, bool, int)) else repr(data)


for line in sys.stdin:
    try:
        print(json.dumps(answer(json.loads(line))), flush=True)
    except tomllib.TOMLDecodeError as error:
        print(json.dumps({"data": None, "problems": [str(error)]}), flush=True)
