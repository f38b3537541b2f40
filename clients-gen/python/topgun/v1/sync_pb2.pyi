from topgun.v1 import error_pb2 as _error_pb2
from topgun.v1 import op_pb2 as _op_pb2
from topgun.v1 import query_pb2 as _query_pb2
from topgun.v1 import record_pb2 as _record_pb2
from topgun.v1 import resolver_pb2 as _resolver_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor
RESET_REASON_LOST_BRANCH: ResetReason
RESET_REASON_TOO_OLD: ResetReason
RESET_REASON_UNSPECIFIED: ResetReason

class BatchStopped(_message.Message):
    __slots__ = ["error", "map", "next_number", "writer"]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    MAP_FIELD_NUMBER: _ClassVar[int]
    NEXT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    WRITER_FIELD_NUMBER: _ClassVar[int]
    error: _error_pb2.Error
    map: str
    next_number: int
    writer: _op_pb2.Writer
    def __init__(self, map: _Optional[str] = ..., writer: _Optional[_Union[_op_pb2.Writer, _Mapping]] = ..., error: _Optional[_Union[_error_pb2.Error, _Mapping]] = ..., next_number: _Optional[int] = ...) -> None: ...

class CaughtUp(_message.Message):
    __slots__ = ["cursor", "digest", "subscription_id", "type"]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIPTION_ID_FIELD_NUMBER: _ClassVar[int]
    TYPE_FIELD_NUMBER: _ClassVar[int]
    cursor: Cursor
    digest: bytes
    subscription_id: int
    type: _record_pb2.MapType
    def __init__(self, subscription_id: _Optional[int] = ..., cursor: _Optional[_Union[Cursor, _Mapping]] = ..., digest: _Optional[bytes] = ..., type: _Optional[_Union[_record_pb2.MapType, str]] = ...) -> None: ...

class ChangePage(_message.Message):
    __slots__ = ["gone", "head", "more", "records", "records_left", "records_total", "subscription_id", "to"]
    FROM_FIELD_NUMBER: _ClassVar[int]
    GONE_FIELD_NUMBER: _ClassVar[int]
    HEAD_FIELD_NUMBER: _ClassVar[int]
    MORE_FIELD_NUMBER: _ClassVar[int]
    RECORDS_FIELD_NUMBER: _ClassVar[int]
    RECORDS_LEFT_FIELD_NUMBER: _ClassVar[int]
    RECORDS_TOTAL_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIPTION_ID_FIELD_NUMBER: _ClassVar[int]
    TO_FIELD_NUMBER: _ClassVar[int]
    gone: _containers.RepeatedScalarFieldContainer[str]
    head: Cursor
    more: bool
    records: _containers.RepeatedCompositeFieldContainer[ChangedRecord]
    records_left: int
    records_total: int
    subscription_id: int
    to: Cursor
    def __init__(self, subscription_id: _Optional[int] = ..., to: _Optional[_Union[Cursor, _Mapping]] = ..., more: bool = ..., records: _Optional[_Iterable[_Union[ChangedRecord, _Mapping]]] = ..., gone: _Optional[_Iterable[str]] = ..., head: _Optional[_Union[Cursor, _Mapping]] = ..., records_left: _Optional[int] = ..., records_total: _Optional[int] = ..., **kwargs) -> None: ...

class ChangedRecord(_message.Message):
    __slots__ = ["key", "record", "version"]
    KEY_FIELD_NUMBER: _ClassVar[int]
    RECORD_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    key: str
    record: bytes
    version: int
    def __init__(self, key: _Optional[str] = ..., version: _Optional[int] = ..., record: _Optional[bytes] = ...) -> None: ...

class ClientFrame(_message.Message):
    __slots__ = ["digest_request", "hello", "op_batch", "ping", "purge_receipt", "resolver_call", "subscribe", "token_refresh", "unsubscribe"]
    DIGEST_REQUEST_FIELD_NUMBER: _ClassVar[int]
    HELLO_FIELD_NUMBER: _ClassVar[int]
    OP_BATCH_FIELD_NUMBER: _ClassVar[int]
    PING_FIELD_NUMBER: _ClassVar[int]
    PURGE_RECEIPT_FIELD_NUMBER: _ClassVar[int]
    RESOLVER_CALL_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIBE_FIELD_NUMBER: _ClassVar[int]
    TOKEN_REFRESH_FIELD_NUMBER: _ClassVar[int]
    UNSUBSCRIBE_FIELD_NUMBER: _ClassVar[int]
    digest_request: DigestRequest
    hello: Hello
    op_batch: OpBatch
    ping: Ping
    purge_receipt: PurgeReceipt
    resolver_call: ResolverCall
    subscribe: Subscribe
    token_refresh: TokenRefresh
    unsubscribe: Unsubscribe
    def __init__(self, hello: _Optional[_Union[Hello, _Mapping]] = ..., op_batch: _Optional[_Union[OpBatch, _Mapping]] = ..., subscribe: _Optional[_Union[Subscribe, _Mapping]] = ..., unsubscribe: _Optional[_Union[Unsubscribe, _Mapping]] = ..., ping: _Optional[_Union[Ping, _Mapping]] = ..., resolver_call: _Optional[_Union[ResolverCall, _Mapping]] = ..., digest_request: _Optional[_Union[DigestRequest, _Mapping]] = ..., token_refresh: _Optional[_Union[TokenRefresh, _Mapping]] = ..., purge_receipt: _Optional[_Union[PurgeReceipt, _Mapping]] = ...) -> None: ...

class Cursor(_message.Message):
    __slots__ = ["epoch", "version"]
    EPOCH_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    epoch: int
    version: int
    def __init__(self, epoch: _Optional[int] = ..., version: _Optional[int] = ...) -> None: ...

class DigestEntry(_message.Message):
    __slots__ = ["digest", "key", "record", "version"]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    KEY_FIELD_NUMBER: _ClassVar[int]
    RECORD_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    digest: bytes
    key: str
    record: bytes
    version: int
    def __init__(self, key: _Optional[str] = ..., version: _Optional[int] = ..., record: _Optional[bytes] = ..., digest: _Optional[bytes] = ...) -> None: ...

class DigestNode(_message.Message):
    __slots__ = ["children", "entries", "prefix"]
    CHILDREN_FIELD_NUMBER: _ClassVar[int]
    ENTRIES_FIELD_NUMBER: _ClassVar[int]
    PREFIX_FIELD_NUMBER: _ClassVar[int]
    children: bytes
    entries: _containers.RepeatedCompositeFieldContainer[DigestEntry]
    prefix: bytes
    def __init__(self, prefix: _Optional[bytes] = ..., children: _Optional[bytes] = ..., entries: _Optional[_Iterable[_Union[DigestEntry, _Mapping]]] = ...) -> None: ...

class DigestReply(_message.Message):
    __slots__ = ["head", "more", "nodes", "records", "subscription_id"]
    HEAD_FIELD_NUMBER: _ClassVar[int]
    MORE_FIELD_NUMBER: _ClassVar[int]
    NODES_FIELD_NUMBER: _ClassVar[int]
    RECORDS_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIPTION_ID_FIELD_NUMBER: _ClassVar[int]
    head: Cursor
    more: bool
    nodes: _containers.RepeatedCompositeFieldContainer[DigestNode]
    records: _containers.RepeatedCompositeFieldContainer[ChangedRecord]
    subscription_id: int
    def __init__(self, subscription_id: _Optional[int] = ..., head: _Optional[_Union[Cursor, _Mapping]] = ..., nodes: _Optional[_Iterable[_Union[DigestNode, _Mapping]]] = ..., records: _Optional[_Iterable[_Union[ChangedRecord, _Mapping]]] = ..., more: bool = ...) -> None: ...

class DigestRequest(_message.Message):
    __slots__ = ["keys", "prefixes", "subscription_id"]
    KEYS_FIELD_NUMBER: _ClassVar[int]
    PREFIXES_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIPTION_ID_FIELD_NUMBER: _ClassVar[int]
    keys: _containers.RepeatedScalarFieldContainer[str]
    prefixes: _containers.RepeatedScalarFieldContainer[bytes]
    subscription_id: int
    def __init__(self, subscription_id: _Optional[int] = ..., prefixes: _Optional[_Iterable[bytes]] = ..., keys: _Optional[_Iterable[str]] = ...) -> None: ...

class EpochStart(_message.Message):
    __slots__ = ["epoch", "first_version"]
    EPOCH_FIELD_NUMBER: _ClassVar[int]
    FIRST_VERSION_FIELD_NUMBER: _ClassVar[int]
    epoch: int
    first_version: int
    def __init__(self, epoch: _Optional[int] = ..., first_version: _Optional[int] = ...) -> None: ...

class Hello(_message.Message):
    __slots__ = ["client", "features", "max_version", "min_version", "node_id"]
    CLIENT_FIELD_NUMBER: _ClassVar[int]
    FEATURES_FIELD_NUMBER: _ClassVar[int]
    MAX_VERSION_FIELD_NUMBER: _ClassVar[int]
    MIN_VERSION_FIELD_NUMBER: _ClassVar[int]
    NODE_ID_FIELD_NUMBER: _ClassVar[int]
    client: str
    features: _containers.RepeatedScalarFieldContainer[str]
    max_version: int
    min_version: int
    node_id: str
    def __init__(self, min_version: _Optional[int] = ..., max_version: _Optional[int] = ..., node_id: _Optional[str] = ..., features: _Optional[_Iterable[str]] = ..., client: _Optional[str] = ...) -> None: ...

class Limits(_message.Message):
    __slots__ = ["max_batch_ops", "max_field_name_bytes", "max_frame_bytes", "max_group_bytes", "max_group_writes", "max_key_bytes", "max_map_name_bytes", "max_set_elements", "max_subscriptions", "max_unconfirmed_results", "max_value_bytes", "max_value_depth", "max_window_rows"]
    MAX_BATCH_OPS_FIELD_NUMBER: _ClassVar[int]
    MAX_FIELD_NAME_BYTES_FIELD_NUMBER: _ClassVar[int]
    MAX_FRAME_BYTES_FIELD_NUMBER: _ClassVar[int]
    MAX_GROUP_BYTES_FIELD_NUMBER: _ClassVar[int]
    MAX_GROUP_WRITES_FIELD_NUMBER: _ClassVar[int]
    MAX_KEY_BYTES_FIELD_NUMBER: _ClassVar[int]
    MAX_MAP_NAME_BYTES_FIELD_NUMBER: _ClassVar[int]
    MAX_SET_ELEMENTS_FIELD_NUMBER: _ClassVar[int]
    MAX_SUBSCRIPTIONS_FIELD_NUMBER: _ClassVar[int]
    MAX_UNCONFIRMED_RESULTS_FIELD_NUMBER: _ClassVar[int]
    MAX_VALUE_BYTES_FIELD_NUMBER: _ClassVar[int]
    MAX_VALUE_DEPTH_FIELD_NUMBER: _ClassVar[int]
    MAX_WINDOW_ROWS_FIELD_NUMBER: _ClassVar[int]
    max_batch_ops: int
    max_field_name_bytes: int
    max_frame_bytes: int
    max_group_bytes: int
    max_group_writes: int
    max_key_bytes: int
    max_map_name_bytes: int
    max_set_elements: int
    max_subscriptions: int
    max_unconfirmed_results: int
    max_value_bytes: int
    max_value_depth: int
    max_window_rows: int
    def __init__(self, max_frame_bytes: _Optional[int] = ..., max_batch_ops: _Optional[int] = ..., max_key_bytes: _Optional[int] = ..., max_map_name_bytes: _Optional[int] = ..., max_field_name_bytes: _Optional[int] = ..., max_value_bytes: _Optional[int] = ..., max_value_depth: _Optional[int] = ..., max_subscriptions: _Optional[int] = ..., max_unconfirmed_results: _Optional[int] = ..., max_group_writes: _Optional[int] = ..., max_group_bytes: _Optional[int] = ..., max_set_elements: _Optional[int] = ..., max_window_rows: _Optional[int] = ...) -> None: ...

class OpBatch(_message.Message):
    __slots__ = ["first_sent_ms", "map", "ops", "settled_through", "writer"]
    FIRST_SENT_MS_FIELD_NUMBER: _ClassVar[int]
    MAP_FIELD_NUMBER: _ClassVar[int]
    OPS_FIELD_NUMBER: _ClassVar[int]
    SETTLED_THROUGH_FIELD_NUMBER: _ClassVar[int]
    WRITER_FIELD_NUMBER: _ClassVar[int]
    first_sent_ms: int
    map: str
    ops: _containers.RepeatedCompositeFieldContainer[_op_pb2.Op]
    settled_through: int
    writer: _op_pb2.Writer
    def __init__(self, map: _Optional[str] = ..., writer: _Optional[_Union[_op_pb2.Writer, _Mapping]] = ..., settled_through: _Optional[int] = ..., first_sent_ms: _Optional[int] = ..., ops: _Optional[_Iterable[_Union[_op_pb2.Op, _Mapping]]] = ...) -> None: ...

class OpResults(_message.Message):
    __slots__ = ["epoch", "map", "results", "writer"]
    EPOCH_FIELD_NUMBER: _ClassVar[int]
    MAP_FIELD_NUMBER: _ClassVar[int]
    RESULTS_FIELD_NUMBER: _ClassVar[int]
    WRITER_FIELD_NUMBER: _ClassVar[int]
    epoch: int
    map: str
    results: _containers.RepeatedCompositeFieldContainer[_op_pb2.OpResult]
    writer: _op_pb2.Writer
    def __init__(self, map: _Optional[str] = ..., writer: _Optional[_Union[_op_pb2.Writer, _Mapping]] = ..., epoch: _Optional[int] = ..., results: _Optional[_Iterable[_Union[_op_pb2.OpResult, _Mapping]]] = ...) -> None: ...

class OpenSessionRequest(_message.Message):
    __slots__ = ["hold_ms", "received_through", "session_token"]
    HOLD_MS_FIELD_NUMBER: _ClassVar[int]
    RECEIVED_THROUGH_FIELD_NUMBER: _ClassVar[int]
    SESSION_TOKEN_FIELD_NUMBER: _ClassVar[int]
    hold_ms: int
    received_through: int
    session_token: str
    def __init__(self, session_token: _Optional[str] = ..., received_through: _Optional[int] = ..., hold_ms: _Optional[int] = ...) -> None: ...

class OpenSessionResponse(_message.Message):
    __slots__ = ["frame", "number", "session_token"]
    FRAME_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    SESSION_TOKEN_FIELD_NUMBER: _ClassVar[int]
    frame: ServerFrame
    number: int
    session_token: str
    def __init__(self, session_token: _Optional[str] = ..., number: _Optional[int] = ..., frame: _Optional[_Union[ServerFrame, _Mapping]] = ...) -> None: ...

class Ping(_message.Message):
    __slots__ = ["nonce"]
    NONCE_FIELD_NUMBER: _ClassVar[int]
    nonce: int
    def __init__(self, nonce: _Optional[int] = ...) -> None: ...

class Pong(_message.Message):
    __slots__ = ["nonce", "server_time_ms"]
    NONCE_FIELD_NUMBER: _ClassVar[int]
    SERVER_TIME_MS_FIELD_NUMBER: _ClassVar[int]
    nonce: int
    server_time_ms: int
    def __init__(self, nonce: _Optional[int] = ..., server_time_ms: _Optional[int] = ...) -> None: ...

class PurgeReceipt(_message.Message):
    __slots__ = ["map"]
    MAP_FIELD_NUMBER: _ClassVar[int]
    map: str
    def __init__(self, map: _Optional[str] = ...) -> None: ...

class Reset(_message.Message):
    __slots__ = ["epochs", "fork_version", "head", "reason", "subscription_id"]
    EPOCHS_FIELD_NUMBER: _ClassVar[int]
    FORK_VERSION_FIELD_NUMBER: _ClassVar[int]
    HEAD_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIPTION_ID_FIELD_NUMBER: _ClassVar[int]
    epochs: _containers.RepeatedCompositeFieldContainer[EpochStart]
    fork_version: int
    head: Cursor
    reason: ResetReason
    subscription_id: int
    def __init__(self, subscription_id: _Optional[int] = ..., reason: _Optional[_Union[ResetReason, str]] = ..., fork_version: _Optional[int] = ..., head: _Optional[_Union[Cursor, _Mapping]] = ..., epochs: _Optional[_Iterable[_Union[EpochStart, _Mapping]]] = ...) -> None: ...

class ResolverCall(_message.Message):
    __slots__ = ["call_id", "dry_run", "list", "register", "unregister"]
    CALL_ID_FIELD_NUMBER: _ClassVar[int]
    DRY_RUN_FIELD_NUMBER: _ClassVar[int]
    LIST_FIELD_NUMBER: _ClassVar[int]
    REGISTER_FIELD_NUMBER: _ClassVar[int]
    UNREGISTER_FIELD_NUMBER: _ClassVar[int]
    call_id: int
    dry_run: _resolver_pb2.DryRunResolverRequest
    list: _resolver_pb2.ListResolversRequest
    register: _resolver_pb2.RegisterResolverRequest
    unregister: _resolver_pb2.UnregisterResolverRequest
    def __init__(self, call_id: _Optional[int] = ..., register: _Optional[_Union[_resolver_pb2.RegisterResolverRequest, _Mapping]] = ..., unregister: _Optional[_Union[_resolver_pb2.UnregisterResolverRequest, _Mapping]] = ..., list: _Optional[_Union[_resolver_pb2.ListResolversRequest, _Mapping]] = ..., dry_run: _Optional[_Union[_resolver_pb2.DryRunResolverRequest, _Mapping]] = ...) -> None: ...

class ResolverReply(_message.Message):
    __slots__ = ["call_id", "dry_run", "error", "list", "register", "unregister"]
    CALL_ID_FIELD_NUMBER: _ClassVar[int]
    DRY_RUN_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    LIST_FIELD_NUMBER: _ClassVar[int]
    REGISTER_FIELD_NUMBER: _ClassVar[int]
    UNREGISTER_FIELD_NUMBER: _ClassVar[int]
    call_id: int
    dry_run: _resolver_pb2.DryRunResolverResponse
    error: _error_pb2.Error
    list: _resolver_pb2.ListResolversResponse
    register: _resolver_pb2.RegisterResolverResponse
    unregister: _resolver_pb2.UnregisterResolverResponse
    def __init__(self, call_id: _Optional[int] = ..., register: _Optional[_Union[_resolver_pb2.RegisterResolverResponse, _Mapping]] = ..., unregister: _Optional[_Union[_resolver_pb2.UnregisterResolverResponse, _Mapping]] = ..., list: _Optional[_Union[_resolver_pb2.ListResolversResponse, _Mapping]] = ..., dry_run: _Optional[_Union[_resolver_pb2.DryRunResolverResponse, _Mapping]] = ..., error: _Optional[_Union[_error_pb2.Error, _Mapping]] = ...) -> None: ...

class Revoked(_message.Message):
    __slots__ = ["map", "reason", "subscription_id"]
    MAP_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIPTION_ID_FIELD_NUMBER: _ClassVar[int]
    map: str
    reason: str
    subscription_id: int
    def __init__(self, map: _Optional[str] = ..., subscription_id: _Optional[int] = ..., reason: _Optional[str] = ...) -> None: ...

class SendFramesRequest(_message.Message):
    __slots__ = ["first_number", "frames", "is_last", "received_through", "session_token"]
    FIRST_NUMBER_FIELD_NUMBER: _ClassVar[int]
    FRAMES_FIELD_NUMBER: _ClassVar[int]
    IS_LAST_FIELD_NUMBER: _ClassVar[int]
    RECEIVED_THROUGH_FIELD_NUMBER: _ClassVar[int]
    SESSION_TOKEN_FIELD_NUMBER: _ClassVar[int]
    first_number: int
    frames: _containers.RepeatedCompositeFieldContainer[ClientFrame]
    is_last: bool
    received_through: int
    session_token: str
    def __init__(self, session_token: _Optional[str] = ..., first_number: _Optional[int] = ..., frames: _Optional[_Iterable[_Union[ClientFrame, _Mapping]]] = ..., received_through: _Optional[int] = ..., is_last: bool = ...) -> None: ...

class SendFramesResponse(_message.Message):
    __slots__ = ["received_through"]
    RECEIVED_THROUGH_FIELD_NUMBER: _ClassVar[int]
    received_through: int
    def __init__(self, received_through: _Optional[int] = ...) -> None: ...

class ServerFrame(_message.Message):
    __slots__ = ["batch_stopped", "caught_up", "change_page", "digest_reply", "error", "merge_rejected", "op_results", "pong", "reset", "resolver_reply", "revoked", "subscription_ended", "token_accepted", "token_expiring", "welcome"]
    BATCH_STOPPED_FIELD_NUMBER: _ClassVar[int]
    CAUGHT_UP_FIELD_NUMBER: _ClassVar[int]
    CHANGE_PAGE_FIELD_NUMBER: _ClassVar[int]
    DIGEST_REPLY_FIELD_NUMBER: _ClassVar[int]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    MERGE_REJECTED_FIELD_NUMBER: _ClassVar[int]
    OP_RESULTS_FIELD_NUMBER: _ClassVar[int]
    PONG_FIELD_NUMBER: _ClassVar[int]
    RESET_FIELD_NUMBER: _ClassVar[int]
    RESOLVER_REPLY_FIELD_NUMBER: _ClassVar[int]
    REVOKED_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIPTION_ENDED_FIELD_NUMBER: _ClassVar[int]
    TOKEN_ACCEPTED_FIELD_NUMBER: _ClassVar[int]
    TOKEN_EXPIRING_FIELD_NUMBER: _ClassVar[int]
    WELCOME_FIELD_NUMBER: _ClassVar[int]
    batch_stopped: BatchStopped
    caught_up: CaughtUp
    change_page: ChangePage
    digest_reply: DigestReply
    error: _error_pb2.Error
    merge_rejected: _resolver_pb2.MergeRejected
    op_results: OpResults
    pong: Pong
    reset: Reset
    resolver_reply: ResolverReply
    revoked: Revoked
    subscription_ended: SubscriptionEnded
    token_accepted: TokenAccepted
    token_expiring: TokenExpiring
    welcome: Welcome
    def __init__(self, welcome: _Optional[_Union[Welcome, _Mapping]] = ..., op_results: _Optional[_Union[OpResults, _Mapping]] = ..., batch_stopped: _Optional[_Union[BatchStopped, _Mapping]] = ..., change_page: _Optional[_Union[ChangePage, _Mapping]] = ..., reset: _Optional[_Union[Reset, _Mapping]] = ..., caught_up: _Optional[_Union[CaughtUp, _Mapping]] = ..., subscription_ended: _Optional[_Union[SubscriptionEnded, _Mapping]] = ..., pong: _Optional[_Union[Pong, _Mapping]] = ..., error: _Optional[_Union[_error_pb2.Error, _Mapping]] = ..., resolver_reply: _Optional[_Union[ResolverReply, _Mapping]] = ..., merge_rejected: _Optional[_Union[_resolver_pb2.MergeRejected, _Mapping]] = ..., digest_reply: _Optional[_Union[DigestReply, _Mapping]] = ..., token_expiring: _Optional[_Union[TokenExpiring, _Mapping]] = ..., token_accepted: _Optional[_Union[TokenAccepted, _Mapping]] = ..., revoked: _Optional[_Union[Revoked, _Mapping]] = ...) -> None: ...

class Subscribe(_message.Message):
    __slots__ = ["cursor", "holds_none", "map", "query", "seen", "subscription_id", "walks", "window", "writers"]
    CURSOR_FIELD_NUMBER: _ClassVar[int]
    HOLDS_NONE_FIELD_NUMBER: _ClassVar[int]
    MAP_FIELD_NUMBER: _ClassVar[int]
    QUERY_FIELD_NUMBER: _ClassVar[int]
    SEEN_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIPTION_ID_FIELD_NUMBER: _ClassVar[int]
    WALKS_FIELD_NUMBER: _ClassVar[int]
    WINDOW_FIELD_NUMBER: _ClassVar[int]
    WRITERS_FIELD_NUMBER: _ClassVar[int]
    cursor: Cursor
    holds_none: bool
    map: str
    query: _query_pb2.Query
    seen: _containers.RepeatedCompositeFieldContainer[Cursor]
    subscription_id: int
    walks: bool
    window: _containers.RepeatedCompositeFieldContainer[WindowRow]
    writers: _containers.RepeatedCompositeFieldContainer[WriterPosition]
    def __init__(self, subscription_id: _Optional[int] = ..., map: _Optional[str] = ..., cursor: _Optional[_Union[Cursor, _Mapping]] = ..., writers: _Optional[_Iterable[_Union[WriterPosition, _Mapping]]] = ..., query: _Optional[_Union[_query_pb2.Query, _Mapping]] = ..., holds_none: bool = ..., seen: _Optional[_Iterable[_Union[Cursor, _Mapping]]] = ..., walks: bool = ..., window: _Optional[_Iterable[_Union[WindowRow, _Mapping]]] = ...) -> None: ...

class SubscriptionEnded(_message.Message):
    __slots__ = ["error", "subscription_id"]
    ERROR_FIELD_NUMBER: _ClassVar[int]
    SUBSCRIPTION_ID_FIELD_NUMBER: _ClassVar[int]
    error: _error_pb2.Error
    subscription_id: int
    def __init__(self, subscription_id: _Optional[int] = ..., error: _Optional[_Union[_error_pb2.Error, _Mapping]] = ...) -> None: ...

class SyncRequest(_message.Message):
    __slots__ = ["frame"]
    FRAME_FIELD_NUMBER: _ClassVar[int]
    frame: ClientFrame
    def __init__(self, frame: _Optional[_Union[ClientFrame, _Mapping]] = ...) -> None: ...

class SyncResponse(_message.Message):
    __slots__ = ["frame"]
    FRAME_FIELD_NUMBER: _ClassVar[int]
    frame: ServerFrame
    def __init__(self, frame: _Optional[_Union[ServerFrame, _Mapping]] = ...) -> None: ...

class TokenAccepted(_message.Message):
    __slots__ = ["ends_in_ms"]
    ENDS_IN_MS_FIELD_NUMBER: _ClassVar[int]
    ends_in_ms: int
    def __init__(self, ends_in_ms: _Optional[int] = ...) -> None: ...

class TokenExpiring(_message.Message):
    __slots__ = ["ends_in_ms"]
    ENDS_IN_MS_FIELD_NUMBER: _ClassVar[int]
    ends_in_ms: int
    def __init__(self, ends_in_ms: _Optional[int] = ...) -> None: ...

class TokenRefresh(_message.Message):
    __slots__ = ["token"]
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    token: str
    def __init__(self, token: _Optional[str] = ...) -> None: ...

class Unsubscribe(_message.Message):
    __slots__ = ["subscription_id"]
    SUBSCRIPTION_ID_FIELD_NUMBER: _ClassVar[int]
    subscription_id: int
    def __init__(self, subscription_id: _Optional[int] = ...) -> None: ...

class Welcome(_message.Message):
    __slots__ = ["features", "heartbeat_ms", "limits", "server_time_ms", "subject", "version"]
    FEATURES_FIELD_NUMBER: _ClassVar[int]
    HEARTBEAT_MS_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    SERVER_TIME_MS_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    features: _containers.RepeatedScalarFieldContainer[str]
    heartbeat_ms: int
    limits: Limits
    server_time_ms: int
    subject: str
    version: int
    def __init__(self, version: _Optional[int] = ..., features: _Optional[_Iterable[str]] = ..., limits: _Optional[_Union[Limits, _Mapping]] = ..., server_time_ms: _Optional[int] = ..., subject: _Optional[str] = ..., heartbeat_ms: _Optional[int] = ...) -> None: ...

class WindowRow(_message.Message):
    __slots__ = ["key", "version"]
    KEY_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    key: str
    version: int
    def __init__(self, key: _Optional[str] = ..., version: _Optional[int] = ...) -> None: ...

class WriterPosition(_message.Message):
    __slots__ = ["lowest_unsettled", "writer"]
    LOWEST_UNSETTLED_FIELD_NUMBER: _ClassVar[int]
    WRITER_FIELD_NUMBER: _ClassVar[int]
    lowest_unsettled: int
    writer: _op_pb2.Writer
    def __init__(self, writer: _Optional[_Union[_op_pb2.Writer, _Mapping]] = ..., lowest_unsettled: _Optional[int] = ...) -> None: ...

class ResetReason(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
