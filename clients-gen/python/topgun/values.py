"""Values of Python to and from those of the contract."""
from google.protobuf import struct_pb2

from topgun.v1 import value_pb2

_LOWEST, _HIGHEST = -(2**63), 2**63 - 1


def to_value(native):
    """Makes a Value of None, a bool, an int of 64 bits, a float, a str, bytes, a list or tuple, or a dict with texts as keys.

    An int stays an int64 and a float a double, also where the float is a whole number. Raises ValueError for an int beyond 64 bits, TypeError for
    anything else.
    """
    if native is None:
        return value_pb2.Value(null_value=struct_pb2.NULL_VALUE)
    if isinstance(native, bool):  # Before int, of which it is one.
        return value_pb2.Value(bool_value=native)
    if isinstance(native, int):
        if not _LOWEST <= native <= _HIGHEST:
            raise ValueError(f"{native} is beyond the integers of 64 bits.")
        return value_pb2.Value(int64_value=native)
    if isinstance(native, float):
        return value_pb2.Value(double_value=native)
    if isinstance(native, str):
        return value_pb2.Value(string_value=native)
    if isinstance(native, (bytes, bytearray, memoryview)):
        return value_pb2.Value(bytes_value=bytes(native))
    if isinstance(native, (list, tuple)):
        return value_pb2.Value(list_value=value_pb2.ListValue(items=[to_value(item) for item in native]))
    if isinstance(native, dict):
        return value_pb2.Value(object_value=fields_of(native))
    raise TypeError(f"{type(native).__name__} is no kind of value.")


def fields_of(native):
    """Makes an ObjectValue of a dict, as a replace has it; dict(fields_of(d).fields) is what a patch sets."""
    fields = value_pb2.ObjectValue()
    for name, value in native.items():
        if not isinstance(name, str):
            raise TypeError(f"The field {name!r} has no text as its name.")
        fields.fields[name].CopyFrom(to_value(value))
    return fields


def from_value(value):
    """Makes a value of Python of a Value. Raises ValueError where its kind is unset or unknown."""
    kind = value.WhichOneof("kind")
    if kind == "null_value":
        return None
    if kind == "list_value":
        return [from_value(item) for item in value.list_value.items]
    if kind == "object_value":
        return {name: from_value(field) for name, field in value.object_value.fields.items()}
    if kind is None:
        raise ValueError("The value has no kind: it comes from a newer server, or from none.")
    return getattr(value, kind)
