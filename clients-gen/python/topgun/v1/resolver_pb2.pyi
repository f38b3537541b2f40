from topgun.v1 import hlc_pb2 as _hlc_pb2
from topgun.v1 import op_pb2 as _op_pb2
from topgun.v1 import value_pb2 as _value_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor
RESOLVER_ORIGIN_CLIENT: ResolverOrigin
RESOLVER_ORIGIN_SERVER: ResolverOrigin
RESOLVER_ORIGIN_UNSPECIFIED: ResolverOrigin

class BuiltInRule(_message.Message):
    __slots__ = ["fields", "kind", "may_be_removed", "reason"]
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    MAY_BE_REMOVED_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    fields: _containers.RepeatedScalarFieldContainer[str]
    kind: str
    may_be_removed: bool
    reason: str
    def __init__(self, kind: _Optional[str] = ..., fields: _Optional[_Iterable[str]] = ..., reason: _Optional[str] = ..., may_be_removed: bool = ...) -> None: ...

class DryRunResolverRequest(_message.Message):
    __slots__ = ["map", "resolver", "write"]
    MAP_FIELD_NUMBER: _ClassVar[int]
    RESOLVER_FIELD_NUMBER: _ClassVar[int]
    WRITE_FIELD_NUMBER: _ClassVar[int]
    map: str
    resolver: ResolverDefinition
    write: _op_pb2.Write
    def __init__(self, map: _Optional[str] = ..., resolver: _Optional[_Union[ResolverDefinition, _Mapping]] = ..., write: _Optional[_Union[_op_pb2.Write, _Mapping]] = ...) -> None: ...

class DryRunResolverResponse(_message.Message):
    __slots__ = ["answers", "code", "reason", "resolver", "value"]
    ANSWERS_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    RESOLVER_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    answers: _containers.RepeatedCompositeFieldContainer[ResolverAnswer]
    code: _op_pb2.OpResultCode
    reason: str
    resolver: str
    value: _value_pb2.Value
    def __init__(self, code: _Optional[_Union[_op_pb2.OpResultCode, str]] = ..., reason: _Optional[str] = ..., resolver: _Optional[str] = ..., value: _Optional[_Union[_value_pb2.Value, _Mapping]] = ..., answers: _Optional[_Iterable[_Union[ResolverAnswer, _Mapping]]] = ...) -> None: ...

class ListResolversRequest(_message.Message):
    __slots__ = ["map", "page_token"]
    MAP_FIELD_NUMBER: _ClassVar[int]
    PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    map: str
    page_token: str
    def __init__(self, map: _Optional[str] = ..., page_token: _Optional[str] = ...) -> None: ...

class ListResolversResponse(_message.Message):
    __slots__ = ["next_page_token", "resolvers"]
    NEXT_PAGE_TOKEN_FIELD_NUMBER: _ClassVar[int]
    RESOLVERS_FIELD_NUMBER: _ClassVar[int]
    next_page_token: str
    resolvers: _containers.RepeatedCompositeFieldContainer[ListedResolver]
    def __init__(self, resolvers: _Optional[_Iterable[_Union[ListedResolver, _Mapping]]] = ..., next_page_token: _Optional[str] = ...) -> None: ...

class ListedResolver(_message.Message):
    __slots__ = ["claims", "is_mine", "map", "origin", "resolver"]
    CLAIMS_FIELD_NUMBER: _ClassVar[int]
    IS_MINE_FIELD_NUMBER: _ClassVar[int]
    MAP_FIELD_NUMBER: _ClassVar[int]
    ORIGIN_FIELD_NUMBER: _ClassVar[int]
    RESOLVER_FIELD_NUMBER: _ClassVar[int]
    claims: int
    is_mine: bool
    map: str
    origin: ResolverOrigin
    resolver: ResolverDefinition
    def __init__(self, map: _Optional[str] = ..., resolver: _Optional[_Union[ResolverDefinition, _Mapping]] = ..., origin: _Optional[_Union[ResolverOrigin, str]] = ..., claims: _Optional[int] = ..., is_mine: bool = ...) -> None: ...

class MergeRejected(_message.Message):
    __slots__ = ["at", "attempted", "code", "current", "key", "map", "number", "op_id", "reason", "resolver", "writer"]
    ATTEMPTED_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    CURRENT_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    MAP_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    OP_ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    RESOLVER_FIELD_NUMBER: _ClassVar[int]
    WRITER_FIELD_NUMBER: _ClassVar[int]
    at: _hlc_pb2.HlcTimestamp
    attempted: _op_pb2.Write
    code: _op_pb2.OpResultCode
    current: bytes
    key: str
    map: str
    number: int
    op_id: int
    reason: str
    resolver: str
    writer: _op_pb2.Writer
    def __init__(self, map: _Optional[str] = ..., writer: _Optional[_Union[_op_pb2.Writer, _Mapping]] = ..., number: _Optional[int] = ..., op_id: _Optional[int] = ..., key: _Optional[str] = ..., code: _Optional[_Union[_op_pb2.OpResultCode, str]] = ..., reason: _Optional[str] = ..., resolver: _Optional[str] = ..., at: _Optional[_Union[_hlc_pb2.HlcTimestamp, _Mapping]] = ..., attempted: _Optional[_Union[_op_pb2.Write, _Mapping]] = ..., current: _Optional[bytes] = ...) -> None: ...

class RegisterResolverRequest(_message.Message):
    __slots__ = ["map", "replace", "resolver"]
    MAP_FIELD_NUMBER: _ClassVar[int]
    REPLACE_FIELD_NUMBER: _ClassVar[int]
    RESOLVER_FIELD_NUMBER: _ClassVar[int]
    map: str
    replace: bool
    resolver: ResolverDefinition
    def __init__(self, map: _Optional[str] = ..., resolver: _Optional[_Union[ResolverDefinition, _Mapping]] = ..., replace: bool = ...) -> None: ...

class RegisterResolverResponse(_message.Message):
    __slots__ = ["claims"]
    CLAIMS_FIELD_NUMBER: _ClassVar[int]
    claims: int
    def __init__(self, claims: _Optional[int] = ...) -> None: ...

class ResolverAnswer(_message.Message):
    __slots__ = ["action", "allocated_bytes", "is_final_hearing", "reason", "resolver", "steps", "value"]
    ACTION_FIELD_NUMBER: _ClassVar[int]
    ALLOCATED_BYTES_FIELD_NUMBER: _ClassVar[int]
    IS_FINAL_HEARING_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    RESOLVER_FIELD_NUMBER: _ClassVar[int]
    STEPS_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    action: str
    allocated_bytes: int
    is_final_hearing: bool
    reason: str
    resolver: str
    steps: int
    value: _value_pb2.Value
    def __init__(self, resolver: _Optional[str] = ..., action: _Optional[str] = ..., value: _Optional[_Union[_value_pb2.Value, _Mapping]] = ..., reason: _Optional[str] = ..., is_final_hearing: bool = ..., steps: _Optional[int] = ..., allocated_bytes: _Optional[int] = ...) -> None: ...

class ResolverDefinition(_message.Message):
    __slots__ = ["built_in", "code", "key_pattern", "name", "priority"]
    BUILT_IN_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    KEY_PATTERN_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    PRIORITY_FIELD_NUMBER: _ClassVar[int]
    built_in: BuiltInRule
    code: str
    key_pattern: str
    name: str
    priority: int
    def __init__(self, name: _Optional[str] = ..., code: _Optional[str] = ..., built_in: _Optional[_Union[BuiltInRule, _Mapping]] = ..., priority: _Optional[int] = ..., key_pattern: _Optional[str] = ...) -> None: ...

class UnregisterResolverRequest(_message.Message):
    __slots__ = ["map", "name"]
    MAP_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    map: str
    name: str
    def __init__(self, map: _Optional[str] = ..., name: _Optional[str] = ...) -> None: ...

class UnregisterResolverResponse(_message.Message):
    __slots__ = ["claims"]
    CLAIMS_FIELD_NUMBER: _ClassVar[int]
    claims: int
    def __init__(self, claims: _Optional[int] = ...) -> None: ...

class WatchRejectionsRequest(_message.Message):
    __slots__ = ["map"]
    MAP_FIELD_NUMBER: _ClassVar[int]
    map: str
    def __init__(self, map: _Optional[str] = ...) -> None: ...

class WatchRejectionsResponse(_message.Message):
    __slots__ = ["rejection"]
    REJECTION_FIELD_NUMBER: _ClassVar[int]
    rejection: MergeRejected
    def __init__(self, rejection: _Optional[_Union[MergeRejected, _Mapping]] = ...) -> None: ...

class ResolverOrigin(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
