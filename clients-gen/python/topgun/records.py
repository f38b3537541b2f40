"""What the bytes of a record say."""
from topgun.v1 import record_pb2
from topgun.values import from_value


class _Absent:
    """Tells a record that is absent from one that is null."""

    def __repr__(self):
        return "ABSENT"

    def __bool__(self):
        return False


ABSENT = _Absent()


def record_value(data):
    """The value of a record from its bytes, as the conversation brings them; ABSENT of a removed one."""
    record = record_pb2.Record.FromString(data)
    if record.root_kind == record_pb2.ROOT_KIND_REMOVED:
        return ABSENT
    if record.root_kind == record_pb2.ROOT_KIND_VALUE:
        return from_value(record.root_value)
    if record.root_kind == record_pb2.ROOT_KIND_OBJECT:
        return {register.field: from_value(register.value) for register in record.registers if register.HasField("value")}
    raise ValueError(f"The record has the root {record.root_kind}: it comes from a newer server.")
