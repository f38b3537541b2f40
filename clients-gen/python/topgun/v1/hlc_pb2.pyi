from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Optional as _Optional

DESCRIPTOR: _descriptor.FileDescriptor

class HlcTimestamp(_message.Message):
    __slots__ = ["counter", "millis", "node_id"]
    COUNTER_FIELD_NUMBER: _ClassVar[int]
    MILLIS_FIELD_NUMBER: _ClassVar[int]
    NODE_ID_FIELD_NUMBER: _ClassVar[int]
    counter: int
    millis: int
    node_id: str
    def __init__(self, millis: _Optional[int] = ..., counter: _Optional[int] = ..., node_id: _Optional[str] = ...) -> None: ...
