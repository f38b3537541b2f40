from topgun.v1 import hlc_pb2 as _hlc_pb2
from topgun.v1 import value_pb2 as _value_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor
OP_RESULT_CODE_APPLIED: OpResultCode
OP_RESULT_CODE_FORBIDDEN: OpResultCode
OP_RESULT_CODE_INVALID: OpResultCode
OP_RESULT_CODE_MERGE_REJECTED: OpResultCode
OP_RESULT_CODE_NUMBER_REUSED: OpResultCode
OP_RESULT_CODE_PRIOR_REJECTED: OpResultCode
OP_RESULT_CODE_RECORD_REMOVED: OpResultCode
OP_RESULT_CODE_RESOLVER_FAILED: OpResultCode
OP_RESULT_CODE_SETTLED: OpResultCode
OP_RESULT_CODE_STORE_REFUSED: OpResultCode
OP_RESULT_CODE_SUPERSEDED: OpResultCode
OP_RESULT_CODE_TOO_LARGE: OpResultCode
OP_RESULT_CODE_TOO_OLD: OpResultCode
OP_RESULT_CODE_TYPE_MISMATCH: OpResultCode
OP_RESULT_CODE_UNSPECIFIED: OpResultCode
OP_RESULT_CODE_VOIDED: OpResultCode
WRITE_BASE_ABSENT: WriteBase
WRITE_BASE_LIVE: WriteBase
WRITE_BASE_UNKNOWN: WriteBase
WRITE_BASE_UNSPECIFIED: WriteBase

class AddElements(_message.Message):
    __slots__ = ["elements", "writers"]
    ELEMENTS_FIELD_NUMBER: _ClassVar[int]
    WRITERS_FIELD_NUMBER: _ClassVar[int]
    elements: _containers.RepeatedCompositeFieldContainer[SeenElement]
    writers: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, writers: _Optional[_Iterable[str]] = ..., elements: _Optional[_Iterable[_Union[SeenElement, _Mapping]]] = ...) -> None: ...

class Count(_message.Message):
    __slots__ = ["delta"]
    DELTA_FIELD_NUMBER: _ClassVar[int]
    delta: int
    def __init__(self, delta: _Optional[int] = ...) -> None: ...

class ElementTag(_message.Message):
    __slots__ = ["index", "number", "writer"]
    INDEX_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    WRITER_FIELD_NUMBER: _ClassVar[int]
    index: int
    number: int
    writer: int
    def __init__(self, writer: _Optional[int] = ..., number: _Optional[int] = ..., index: _Optional[int] = ...) -> None: ...

class ElementTags(_message.Message):
    __slots__ = ["tags"]
    TAGS_FIELD_NUMBER: _ClassVar[int]
    tags: _containers.RepeatedCompositeFieldContainer[ElementTag]
    def __init__(self, tags: _Optional[_Iterable[_Union[ElementTag, _Mapping]]] = ...) -> None: ...

class GroupedWrite(_message.Message):
    __slots__ = ["after", "write"]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    WRITE_FIELD_NUMBER: _ClassVar[int]
    after: OpReference
    write: Write
    def __init__(self, write: _Optional[_Union[Write, _Mapping]] = ..., after: _Optional[_Union[OpReference, _Mapping]] = ...) -> None: ...

class Op(_message.Message):
    __slots__ = ["after", "counter", "group", "millis", "number", "op_id", "void_op", "write"]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    COUNTER_FIELD_NUMBER: _ClassVar[int]
    GROUP_FIELD_NUMBER: _ClassVar[int]
    MILLIS_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    OP_ID_FIELD_NUMBER: _ClassVar[int]
    VOID_OP_FIELD_NUMBER: _ClassVar[int]
    WRITE_FIELD_NUMBER: _ClassVar[int]
    after: OpReference
    counter: int
    group: WriteGroup
    millis: int
    number: int
    op_id: int
    void_op: VoidOp
    write: Write
    def __init__(self, number: _Optional[int] = ..., op_id: _Optional[int] = ..., millis: _Optional[int] = ..., counter: _Optional[int] = ..., after: _Optional[_Union[OpReference, _Mapping]] = ..., write: _Optional[_Union[Write, _Mapping]] = ..., void_op: _Optional[_Union[VoidOp, _Mapping]] = ..., group: _Optional[_Union[WriteGroup, _Mapping]] = ...) -> None: ...

class OpReference(_message.Message):
    __slots__ = ["number", "writer"]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    WRITER_FIELD_NUMBER: _ClassVar[int]
    number: int
    writer: Writer
    def __init__(self, writer: _Optional[_Union[Writer, _Mapping]] = ..., number: _Optional[int] = ...) -> None: ...

class OpResult(_message.Message):
    __slots__ = ["code", "key", "number", "op_id", "reason", "resolver", "stamped", "version"]
    CODE_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    OP_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    RESOLVER_FIELD_NUMBER: _ClassVar[int]
    STAMPED_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    code: OpResultCode
    key: str
    number: int
    op_id: int
    reason: str
    resolver: str
    stamped: _hlc_pb2.HlcTimestamp
    version: int
    def __init__(self, number: _Optional[int] = ..., op_id: _Optional[int] = ..., code: _Optional[_Union[OpResultCode, str]] = ..., version: _Optional[int] = ..., stamped: _Optional[_Union[_hlc_pb2.HlcTimestamp, _Mapping]] = ..., reason: _Optional[str] = ..., resolver: _Optional[str] = ..., key: _Optional[str] = ...) -> None: ...

class Patch(_message.Message):
    __slots__ = ["erase", "set"]
    class SetEntry(_message.Message):
        __slots__ = ["key", "value"]
        KEY_FIELD_NUMBER: _ClassVar[int]
        VALUE_FIELD_NUMBER: _ClassVar[int]
        key: str
        value: _value_pb2.Value
        def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_value_pb2.Value, _Mapping]] = ...) -> None: ...
    ERASE_FIELD_NUMBER: _ClassVar[int]
    SET_FIELD_NUMBER: _ClassVar[int]
    erase: _containers.RepeatedScalarFieldContainer[str]
    set: _containers.MessageMap[str, _value_pb2.Value]
    def __init__(self, set: _Optional[_Mapping[str, _value_pb2.Value]] = ..., erase: _Optional[_Iterable[str]] = ...) -> None: ...

class Remove(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class RemoveCounter(_message.Message):
    __slots__ = ["seen"]
    SEEN_FIELD_NUMBER: _ClassVar[int]
    seen: int
    def __init__(self, seen: _Optional[int] = ...) -> None: ...

class RemoveElements(_message.Message):
    __slots__ = ["elements", "writers"]
    ELEMENTS_FIELD_NUMBER: _ClassVar[int]
    WRITERS_FIELD_NUMBER: _ClassVar[int]
    elements: _containers.RepeatedCompositeFieldContainer[SeenElement]
    writers: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, writers: _Optional[_Iterable[str]] = ..., elements: _Optional[_Iterable[_Union[SeenElement, _Mapping]]] = ...) -> None: ...

class SeenElement(_message.Message):
    __slots__ = ["tags", "value"]
    TAGS_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    tags: _containers.RepeatedCompositeFieldContainer[ElementTag]
    value: _value_pb2.Value
    def __init__(self, value: _Optional[_Union[_value_pb2.Value, _Mapping]] = ..., tags: _Optional[_Iterable[_Union[ElementTag, _Mapping]]] = ...) -> None: ...

class VoidOp(_message.Message):
    __slots__ = []
    def __init__(self) -> None: ...

class Write(_message.Message):
    __slots__ = ["add_elements", "base", "count", "key", "patch", "remove", "remove_counter", "remove_elements", "replace", "ttl_ms", "value"]
    ADD_ELEMENTS_FIELD_NUMBER: _ClassVar[int]
    BASE_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    PATCH_FIELD_NUMBER: _ClassVar[int]
    REMOVE_COUNTER_FIELD_NUMBER: _ClassVar[int]
    REMOVE_ELEMENTS_FIELD_NUMBER: _ClassVar[int]
    REMOVE_FIELD_NUMBER: _ClassVar[int]
    REPLACE_FIELD_NUMBER: _ClassVar[int]
    TTL_MS_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    add_elements: AddElements
    base: WriteBase
    count: Count
    key: str
    patch: Patch
    remove: Remove
    remove_counter: RemoveCounter
    remove_elements: RemoveElements
    replace: _value_pb2.ObjectValue
    ttl_ms: int
    value: _value_pb2.Value
    def __init__(self, key: _Optional[str] = ..., base: _Optional[_Union[WriteBase, str]] = ..., patch: _Optional[_Union[Patch, _Mapping]] = ..., replace: _Optional[_Union[_value_pb2.ObjectValue, _Mapping]] = ..., value: _Optional[_Union[_value_pb2.Value, _Mapping]] = ..., remove: _Optional[_Union[Remove, _Mapping]] = ..., add_elements: _Optional[_Union[AddElements, _Mapping]] = ..., remove_elements: _Optional[_Union[RemoveElements, _Mapping]] = ..., count: _Optional[_Union[Count, _Mapping]] = ..., remove_counter: _Optional[_Union[RemoveCounter, _Mapping]] = ..., ttl_ms: _Optional[int] = ...) -> None: ...

class WriteGroup(_message.Message):
    __slots__ = ["writes"]
    WRITES_FIELD_NUMBER: _ClassVar[int]
    writes: _containers.RepeatedCompositeFieldContainer[GroupedWrite]
    def __init__(self, writes: _Optional[_Iterable[_Union[GroupedWrite, _Mapping]]] = ...) -> None: ...

class Writer(_message.Message):
    __slots__ = ["node_id", "suffix"]
    NODE_ID_FIELD_NUMBER: _ClassVar[int]
    SUFFIX_FIELD_NUMBER: _ClassVar[int]
    node_id: str
    suffix: str
    def __init__(self, node_id: _Optional[str] = ..., suffix: _Optional[str] = ...) -> None: ...

class WriteBase(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class OpResultCode(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
