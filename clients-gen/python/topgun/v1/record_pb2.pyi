from topgun.v1 import hlc_pb2 as _hlc_pb2
from topgun.v1 import op_pb2 as _op_pb2
from topgun.v1 import value_pb2 as _value_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor
MAP_TYPE_LWW: MapType
MAP_TYPE_OR_MAP: MapType
MAP_TYPE_PN_COUNTER: MapType
MAP_TYPE_UNSPECIFIED: MapType
ROOT_KIND_OBJECT: RootKind
ROOT_KIND_REMOVED: RootKind
ROOT_KIND_UNSPECIFIED: RootKind
ROOT_KIND_VALUE: RootKind

class Record(_message.Message):
    __slots__ = ["cleared_at", "expires_at_ms", "registers", "root_at", "root_kind", "root_value", "stamps", "tags", "type", "writers"]
    CLEARED_AT_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_MS_FIELD_NUMBER: _ClassVar[int]
    REGISTERS_FIELD_NUMBER: _ClassVar[int]
    ROOT_AT_FIELD_NUMBER: _ClassVar[int]
    ROOT_KIND_FIELD_NUMBER: _ClassVar[int]
    ROOT_VALUE_FIELD_NUMBER: _ClassVar[int]
    STAMPS_FIELD_NUMBER: _ClassVar[int]
    TAGS_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    WRITERS_FIELD_NUMBER: _ClassVar[int]
    cleared_at: int
    expires_at_ms: int
    registers: _containers.RepeatedCompositeFieldContainer[Register]
    root_at: int
    root_kind: RootKind
    root_value: _value_pb2.Value
    stamps: _containers.RepeatedCompositeFieldContainer[_hlc_pb2.HlcTimestamp]
    tags: _containers.RepeatedCompositeFieldContainer[_op_pb2.ElementTags]
    type: MapType
    writers: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, stamps: _Optional[_Iterable[_Union[_hlc_pb2.HlcTimestamp, _Mapping]]] = ..., root_kind: _Optional[_Union[RootKind, str]] = ..., root_at: _Optional[int] = ..., root_value: _Optional[_Union[_value_pb2.Value, _Mapping]] = ..., cleared_at: _Optional[int] = ..., registers: _Optional[_Iterable[_Union[Register, _Mapping]]] = ..., expires_at_ms: _Optional[int] = ..., type: _Optional[_Union[MapType, str]] = ..., writers: _Optional[_Iterable[str]] = ..., tags: _Optional[_Iterable[_Union[_op_pb2.ElementTags, _Mapping]]] = ...) -> None: ...

class Register(_message.Message):
    __slots__ = ["at", "field", "value"]
    AT_FIELD_NUMBER: _ClassVar[int]
    FIELD_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    at: int
    field: str
    value: _value_pb2.Value
    def __init__(self, field: _Optional[str] = ..., at: _Optional[int] = ..., value: _Optional[_Union[_value_pb2.Value, _Mapping]] = ...) -> None: ...

class MapType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []

class RootKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
