"""What the bytes of a record say."""
from topgun.v1 import op_pb2, record_pb2
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


def seen_elements(data):
    """What the bytes of a set's record show, as the RemoveElements that takes all of it out: each element with its tags.

    What is to stay is deleted from its elements first. Whoever else adds an element meanwhile keeps it, since that tag is not among these. Empty
    where the record is no set.
    """
    record = record_pb2.Record.FromString(data)
    elements = [op_pb2.SeenElement(value=item, tags=seen.tags) for item, seen in zip(record.root_value.list_value.items, record.tags)]
    return op_pb2.RemoveElements(writers=record.writers, elements=elements)


def written(write, value):
    """What a Write makes of a value that a key shows, either of them or both maybe ABSENT; for showing a device's own writes before they are answered."""
    kind = write.WhichOneof("kind")
    if kind == "remove":
        return ABSENT
    if kind == "value":
        return from_value(write.value)
    if kind == "replace":
        return {name: from_value(field) for name, field in write.replace.fields.items()}
    if value is ABSENT and write.base == op_pb2.WRITE_BASE_LIVE:
        return value
    kept = {name: field for name, field in value.items() if name not in write.patch.erase} if isinstance(value, dict) else {}
    return {**kept, **{name: from_value(field) for name, field in write.patch.set.items()}}
