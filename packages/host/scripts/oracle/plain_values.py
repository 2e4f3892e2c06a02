"""Values of Wasmtime as the plain JSON of src/test-support/conformance/plain.ts, and the other way."""

import struct

from wasmtime import component as c
from wasmtime.component import _types as t

# By itself it leaves the tag away where the class of a value tells the case; here every case has its tag.
t.VariantLikeType._tagged = lambda self: True

INTEGERS = (t.S8, t.S16, t.S32, t.S64, t.U8, t.U16, t.U32, t.U64)


def float_format(kind):
    return ">f" if isinstance(kind, t.F32) else ">d"


def to_value(kind, plain):
    if isinstance(kind, INTEGERS):
        return int(plain)
    if isinstance(kind, (t.F32, t.F64)):
        return float("nan") if plain == "nan" else struct.unpack(float_format(kind), bytes.fromhex(plain))[0]
    if isinstance(kind, t.ListType):
        items = [to_value(kind.element, item) for item in plain]
        return bytes(items) if isinstance(kind.element, t.U8) else items
    if isinstance(kind, t.TupleType):
        return tuple(to_value(each, item) for each, item in zip(kind.elements, plain))
    if isinstance(kind, t.RecordType):
        record = c.Record()
        for name, each in kind.fields:
            setattr(record, name, to_value(each, plain[name]))
        return record
    if isinstance(kind, t.FlagsType):
        return set(plain)
    if isinstance(kind, t.VariantLikeType):
        each = dict(kind._cases())[plain["tag"]]
        return c.Variant(plain["tag"], None if each is None else to_value(each, plain["val"]))
    return plain


def to_plain(kind, value):
    if isinstance(kind, INTEGERS):
        return str(value)
    if isinstance(kind, (t.F32, t.F64)):
        return "nan" if value != value else struct.pack(float_format(kind), value).hex()
    if isinstance(kind, t.ListType):
        return [to_plain(kind.element, item) for item in value]
    if isinstance(kind, t.TupleType):
        return [to_plain(each, item) for each, item in zip(kind.elements, value)]
    if isinstance(kind, t.RecordType):
        return {name: to_plain(each, getattr(value, name)) for name, each in kind.fields}
    if isinstance(kind, t.FlagsType):
        return sorted(value)
    if isinstance(kind, t.VariantLikeType):
        each = dict(kind._cases())[value.tag]
        return {"tag": value.tag, "val": None if each is None else to_plain(each, value.payload)}
    return value
