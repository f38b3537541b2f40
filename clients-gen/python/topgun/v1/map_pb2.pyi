from topgun.v1 import error_pb2 as _error_pb2
from topgun.v1 import op_pb2 as _op_pb2
from topgun.v1 import query_pb2 as _query_pb2
from topgun.v1 import sync_pb2 as _sync_pb2
from topgun.v1 import value_pb2 as _value_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class AddElementsRequest(_message.Message):
    __slots__ = ["elements", "idempotency_key", "key", "map"]
    ELEMENTS_FIELD_NUMBER: _ClassVar[int]
    IDEMPOTENCY_KEY_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    MAP_FIELD_NUMBER: _ClassVar[int]
    elements: _containers.RepeatedCompositeFieldContainer[_value_pb2.Value]
    idempotency_key: str
    key: str
    map: str
    def __init__(self, map: _Optional[str] = ..., key: _Optional[str] = ..., elements: _Optional[_Iterable[_Union[_value_pb2.Value, _Mapping]]] = ..., idempotency_key: _Optional[str] = ...) -> None: ...

class AddElementsResponse(_message.Message):
    __slots__ = ["version"]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    version: int
    def __init__(self, version: _Optional[int] = ...) -> None: ...

class BatchRequest(_message.Message):
    __slots__ = ["atomic", "idempotency_key", "map", "writes"]
    ATOMIC_FIELD_NUMBER: _ClassVar[int]
    IDEMPOTENCY_KEY_FIELD_NUMBER: _ClassVar[int]
    MAP_FIELD_NUMBER: _ClassVar[int]
    WRITES_FIELD_NUMBER: _ClassVar[int]
    atomic: bool
    idempotency_key: str
    map: str
    writes: _containers.RepeatedCompositeFieldContainer[BatchWrite]
    def __init__(self, map: _Optional[str] = ..., writes: _Optional[_Iterable[_Union[BatchWrite, _Mapping]]] = ..., atomic: bool = ..., idempotency_key: _Optional[str] = ...) -> None: ...

class BatchResponse(_message.Message):
    __slots__ = ["results"]
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    results: _containers.RepeatedCompositeFieldContainer[BatchResult]
    def __init__(self, results: _Optional[_Iterable[_Union[BatchResult, _Mapping]]] = ...) -> None: ...

class BatchResult(_message.Message):
    __slots__ = ["code", "error", "reason", "resolver", "version"]
    CODE_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    RESOLVER_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    code: _op_pb2.OpResultCode
    error: _error_pb2.Error
    reason: str
    resolver: str
    version: int
    def __init__(self, code: _Optional[_Union[_op_pb2.OpResultCode, str]] = ..., version: _Optional[int] = ..., reason: _Optional[str] = ..., resolver: _Optional[str] = ..., error: _Optional[_Union[_error_pb2.Error, _Mapping]] = ...) -> None: ...

class BatchWrite(_message.Message):
    __slots__ = ["add_elements", "count", "idempotency_key", "key", "must_exist", "patch", "put", "remove", "remove_counter", "remove_elements", "ttl_ms"]
    ADD_ELEMENTS_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    IDEMPOTENCY_KEY_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    MUST_EXIST_FIELD_NUMBER: _ClassVar[int]
    PATCH_FIELD_NUMBER: _ClassVar[int]
    PUT_FIELD_NUMBER: _ClassVar[int]
    REMOVE_COUNTER_FIELD_NUMBER: _ClassVar[int]
    REMOVE_ELEMENTS_FIELD_NUMBER: _ClassVar[int]
    REMOVE_FIELD_NUMBER: _ClassVar[int]
    TTL_MS_FIELD_NUMBER: _ClassVar[int]
    add_elements: _value_pb2.ListValue
    count: _op_pb2.Count
    idempotency_key: str
    key: str
    must_exist: bool
    patch: _op_pb2.Patch
    put: _value_pb2.Value
    remove: _op_pb2.Remove
    remove_counter: _op_pb2.RemoveCounter
    remove_elements: _value_pb2.ListValue
    ttl_ms: int
    def __init__(self, key: _Optional[str] = ..., put: _Optional[_Union[_value_pb2.Value, _Mapping]] = ..., patch: _Optional[_Union[_op_pb2.Patch, _Mapping]] = ..., remove: _Optional[_Union[_op_pb2.Remove, _Mapping]] = ..., add_elements: _Optional[_Union[_value_pb2.ListValue, _Mapping]] = ..., remove_elements: _Optional[_Union[_value_pb2.ListValue, _Mapping]] = ..., count: _Optional[_Union[_op_pb2.Count, _Mapping]] = ..., remove_counter: _Optional[_Union[_op_pb2.RemoveCounter, _Mapping]] = ..., must_exist: bool = ..., ttl_ms: _Optional[int] = ..., idempotency_key: _Optional[str] = ...) -> None: ...

class CountRequest(_message.Message):
    __slots__ = ["delta", "idempotency_key", "key", "map"]
    DELTA_FIELD_NUMBER: _ClassVar[int]
    IDEMPOTENCY_KEY_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    MAP_FIELD_NUMBER: _ClassVar[int]
    delta: int
    idempotency_key: str
    key: str
    map: str
    def __init__(self, map: _Optional[str] = ..., key: _Optional[str] = ..., delta: _Optional[int] = ..., idempotency_key: _Optional[str] = ...) -> None: ...

class CountResponse(_message.Message):
    __slots__ = ["version"]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    version: int
    def __init__(self, version: _Optional[int] = ...) -> None: ...

class Entry(_message.Message):
    __slots__ = ["expires_at_ms", "key", "value", "version"]
    EXPIRES_AT_MS_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    expires_at_ms: int
    key: str
    value: _value_pb2.Value
    version: int
    def __init__(self, key: _Optional[str] = ..., value: _Optional[_Union[_value_pb2.Value, _Mapping]] = ..., version: _Optional[int] = ..., expires_at_ms: _Optional[int] = ...) -> None: ...

class GetRequest(_message.Message):
    __slots__ = ["fields", "key", "map"]
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    MAP_FIELD_NUMBER: _ClassVar[int]
    fields: _containers.RepeatedCompositeFieldContainer[_query_pb2.FieldPath]
    key: str
    map: str
    def __init__(self, map: _Optional[str] = ..., key: _Optional[str] = ..., fields: _Optional[_Iterable[_Union[_query_pb2.FieldPath, _Mapping]]] = ...) -> None: ...

class GetResponse(_message.Message):
    __slots__ = ["entry"]
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    entry: Entry
    def __init__(self, entry: _Optional[_Union[Entry, _Mapping]] = ...) -> None: ...

class PatchRequest(_message.Message):
    __slots__ = ["idempotency_key", "key", "map", "must_exist", "patch", "ttl_ms"]
    IDEMPOTENCY_KEY_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    MAP_FIELD_NUMBER: _ClassVar[int]
    MUST_EXIST_FIELD_NUMBER: _ClassVar[int]
    PATCH_FIELD_NUMBER: _ClassVar[int]
    TTL_MS_FIELD_NUMBER: _ClassVar[int]
    idempotency_key: str
    key: str
    map: str
    must_exist: bool
    patch: _op_pb2.Patch
    ttl_ms: int
    def __init__(self, map: _Optional[str] = ..., key: _Optional[str] = ..., patch: _Optional[_Union[_op_pb2.Patch, _Mapping]] = ..., must_exist: bool = ..., ttl_ms: _Optional[int] = ..., idempotency_key: _Optional[str] = ...) -> None: ...

class PatchResponse(_message.Message):
    __slots__ = ["superseded", "version"]
    SUPERSEDED_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    superseded: bool
    version: int
    def __init__(self, version: _Optional[int] = ..., superseded: bool = ...) -> None: ...

class PutRequest(_message.Message):
    __slots__ = ["idempotency_key", "key", "map", "ttl_ms", "value"]
    IDEMPOTENCY_KEY_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    MAP_FIELD_NUMBER: _ClassVar[int]
    TTL_MS_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    idempotency_key: str
    key: str
    map: str
    ttl_ms: int
    value: _value_pb2.Value
    def __init__(self, map: _Optional[str] = ..., key: _Optional[str] = ..., value: _Optional[_Union[_value_pb2.Value, _Mapping]] = ..., ttl_ms: _Optional[int] = ..., idempotency_key: _Optional[str] = ...) -> None: ...

class PutResponse(_message.Message):
    __slots__ = ["superseded", "version"]
    SUPERSEDED_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    superseded: bool
    version: int
    def __init__(self, version: _Optional[int] = ..., superseded: bool = ...) -> None: ...

class QueryRequest(_message.Message):
    __slots__ = ["map", "query"]
    MAP_FIELD_NUMBER: _ClassVar[int]
    QUERY_FIELD_NUMBER: _ClassVar[int]
    map: str
    query: _query_pb2.Query
    def __init__(self, map: _Optional[str] = ..., query: _Optional[_Union[_query_pb2.Query, _Mapping]] = ...) -> None: ...

class QueryResponse(_message.Message):
    __slots__ = ["cursor", "next", "rows"]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    NEXT_FIELD_NUMBER: _ClassVar[int]
    ROWS_FIELD_NUMBER: _ClassVar[int]
    cursor: _sync_pb2.Cursor
    next: _query_pb2.QueryPosition
    rows: _containers.RepeatedCompositeFieldContainer[Entry]
    def __init__(self, rows: _Optional[_Iterable[_Union[Entry, _Mapping]]] = ..., next: _Optional[_Union[_query_pb2.QueryPosition, _Mapping]] = ..., cursor: _Optional[_Union[_sync_pb2.Cursor, _Mapping]] = ...) -> None: ...

class RemoveCounterRequest(_message.Message):
    __slots__ = ["idempotency_key", "key", "map"]
    IDEMPOTENCY_KEY_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    MAP_FIELD_NUMBER: _ClassVar[int]
    idempotency_key: str
    key: str
    map: str
    def __init__(self, map: _Optional[str] = ..., key: _Optional[str] = ..., idempotency_key: _Optional[str] = ...) -> None: ...

class RemoveCounterResponse(_message.Message):
    __slots__ = ["version"]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    version: int
    def __init__(self, version: _Optional[int] = ...) -> None: ...

class RemoveElementsRequest(_message.Message):
    __slots__ = ["elements", "idempotency_key", "key", "map"]
    ELEMENTS_FIELD_NUMBER: _ClassVar[int]
    IDEMPOTENCY_KEY_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    MAP_FIELD_NUMBER: _ClassVar[int]
    elements: _containers.RepeatedCompositeFieldContainer[_value_pb2.Value]
    idempotency_key: str
    key: str
    map: str
    def __init__(self, map: _Optional[str] = ..., key: _Optional[str] = ..., elements: _Optional[_Iterable[_Union[_value_pb2.Value, _Mapping]]] = ..., idempotency_key: _Optional[str] = ...) -> None: ...

class RemoveElementsResponse(_message.Message):
    __slots__ = ["version"]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    version: int
    def __init__(self, version: _Optional[int] = ...) -> None: ...

class RemoveRequest(_message.Message):
    __slots__ = ["idempotency_key", "key", "map"]
    IDEMPOTENCY_KEY_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    MAP_FIELD_NUMBER: _ClassVar[int]
    idempotency_key: str
    key: str
    map: str
    def __init__(self, map: _Optional[str] = ..., key: _Optional[str] = ..., idempotency_key: _Optional[str] = ...) -> None: ...

class RemoveResponse(_message.Message):
    __slots__ = ["superseded", "version"]
    SUPERSEDED_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    superseded: bool
    version: int
    def __init__(self, version: _Optional[int] = ..., superseded: bool = ...) -> None: ...

class WatchEvent(_message.Message):
    __slots__ = ["gone", "put"]
    GONE_FIELD_NUMBER: _ClassVar[int]
    PUT_FIELD_NUMBER: _ClassVar[int]
    gone: str
    put: Entry
    def __init__(self, put: _Optional[_Union[Entry, _Mapping]] = ..., gone: _Optional[str] = ...) -> None: ...

class WatchRequest(_message.Message):
    __slots__ = ["changes_only", "cursor", "fields", "map", "where"]
    CHANGES_ONLY_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    MAP_FIELD_NUMBER: _ClassVar[int]
    WHERE_FIELD_NUMBER: _ClassVar[int]
    changes_only: bool
    cursor: _sync_pb2.Cursor
    fields: _containers.RepeatedCompositeFieldContainer[_query_pb2.FieldPath]
    map: str
    where: _query_pb2.Predicate
    def __init__(self, map: _Optional[str] = ..., cursor: _Optional[_Union[_sync_pb2.Cursor, _Mapping]] = ..., where: _Optional[_Union[_query_pb2.Predicate, _Mapping]] = ..., fields: _Optional[_Iterable[_Union[_query_pb2.FieldPath, _Mapping]]] = ..., changes_only: bool = ...) -> None: ...

class WatchResponse(_message.Message):
    __slots__ = ["caught_up", "cursor", "events", "reset"]
    CAUGHT_UP_FIELD_NUMBER: _ClassVar[int]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    EVENTS_FIELD_NUMBER: _ClassVar[int]
    RESET_FIELD_NUMBER: _ClassVar[int]
    caught_up: bool
    cursor: _sync_pb2.Cursor
    events: _containers.RepeatedCompositeFieldContainer[WatchEvent]
    reset: _sync_pb2.ResetReason
    def __init__(self, events: _Optional[_Iterable[_Union[WatchEvent, _Mapping]]] = ..., cursor: _Optional[_Union[_sync_pb2.Cursor, _Mapping]] = ..., caught_up: bool = ..., reset: _Optional[_Union[_sync_pb2.ResetReason, str]] = ...) -> None: ...
