from topgun.v1 import value_pb2 as _value_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from typing import ClassVar as _ClassVar, Iterable as _Iterable, Mapping as _Mapping, Optional as _Optional, Union as _Union

COMPARE_OPERATOR_EQUAL: CompareOperator
COMPARE_OPERATOR_GREATER: CompareOperator
COMPARE_OPERATOR_GREATER_OR_EQUAL: CompareOperator
COMPARE_OPERATOR_LESS: CompareOperator
COMPARE_OPERATOR_LESS_OR_EQUAL: CompareOperator
COMPARE_OPERATOR_NOT_EQUAL: CompareOperator
COMPARE_OPERATOR_UNSPECIFIED: CompareOperator
DESCRIPTOR: _descriptor.FileDescriptor

class Comparison(_message.Message):
    __slots__ = ["operator", "path", "value"]
    OPERATOR_FIELD_NUMBER: _ClassVar[int]
    PATH_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    operator: CompareOperator
    path: FieldPath
    value: _value_pb2.Value
    def __init__(self, path: _Optional[_Union[FieldPath, _Mapping]] = ..., operator: _Optional[_Union[CompareOperator, str]] = ..., value: _Optional[_Union[_value_pb2.Value, _Mapping]] = ...) -> None: ...

class Containment(_message.Message):
    __slots__ = ["path", "value"]
    PATH_FIELD_NUMBER: _ClassVar[int]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    path: FieldPath
    value: _value_pb2.Value
    def __init__(self, path: _Optional[_Union[FieldPath, _Mapping]] = ..., value: _Optional[_Union[_value_pb2.Value, _Mapping]] = ...) -> None: ...

class FieldPath(_message.Message):
    __slots__ = ["names"]
    NAMES_FIELD_NUMBER: _ClassVar[int]
    names: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, names: _Optional[_Iterable[str]] = ...) -> None: ...

class OneOf(_message.Message):
    __slots__ = ["path", "values"]
    PATH_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    path: FieldPath
    values: _containers.RepeatedCompositeFieldContainer[_value_pb2.Value]
    def __init__(self, path: _Optional[_Union[FieldPath, _Mapping]] = ..., values: _Optional[_Iterable[_Union[_value_pb2.Value, _Mapping]]] = ...) -> None: ...

class Predicate(_message.Message):
    __slots__ = ["all_of", "any_of", "compare", "contains", "exists", "one_of", "prefix"]
    ALL_OF_FIELD_NUMBER: _ClassVar[int]
    ANY_OF_FIELD_NUMBER: _ClassVar[int]
    COMPARE_FIELD_NUMBER: _ClassVar[int]
    CONTAINS_FIELD_NUMBER: _ClassVar[int]
    EXISTS_FIELD_NUMBER: _ClassVar[int]
    NOT_FIELD_NUMBER: _ClassVar[int]
    ONE_OF_FIELD_NUMBER: _ClassVar[int]
    PREFIX_FIELD_NUMBER: _ClassVar[int]
    all_of: PredicateList
    any_of: PredicateList
    compare: Comparison
    contains: Containment
    exists: FieldPath
    one_of: OneOf
    prefix: TextPrefix
    def __init__(self, compare: _Optional[_Union[Comparison, _Mapping]] = ..., one_of: _Optional[_Union[OneOf, _Mapping]] = ..., prefix: _Optional[_Union[TextPrefix, _Mapping]] = ..., contains: _Optional[_Union[Containment, _Mapping]] = ..., exists: _Optional[_Union[FieldPath, _Mapping]] = ..., all_of: _Optional[_Union[PredicateList, _Mapping]] = ..., any_of: _Optional[_Union[PredicateList, _Mapping]] = ..., **kwargs) -> None: ...

class PredicateList(_message.Message):
    __slots__ = ["parts"]
    PARTS_FIELD_NUMBER: _ClassVar[int]
    parts: _containers.RepeatedCompositeFieldContainer[Predicate]
    def __init__(self, parts: _Optional[_Iterable[_Union[Predicate, _Mapping]]] = ...) -> None: ...

class Query(_message.Message):
    __slots__ = ["after", "fields", "limit", "sort", "where"]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    SORT_FIELD_NUMBER: _ClassVar[int]
    WHERE_FIELD_NUMBER: _ClassVar[int]
    after: QueryPosition
    fields: _containers.RepeatedCompositeFieldContainer[FieldPath]
    limit: int
    sort: _containers.RepeatedCompositeFieldContainer[SortField]
    where: Predicate
    def __init__(self, where: _Optional[_Union[Predicate, _Mapping]] = ..., sort: _Optional[_Iterable[_Union[SortField, _Mapping]]] = ..., limit: _Optional[int] = ..., after: _Optional[_Union[QueryPosition, _Mapping]] = ..., fields: _Optional[_Iterable[_Union[FieldPath, _Mapping]]] = ...) -> None: ...

class QueryPosition(_message.Message):
    __slots__ = ["key", "values"]
    KEY_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    key: str
    values: _containers.RepeatedCompositeFieldContainer[SortValue]
    def __init__(self, values: _Optional[_Iterable[_Union[SortValue, _Mapping]]] = ..., key: _Optional[str] = ...) -> None: ...

class SortField(_message.Message):
    __slots__ = ["descending", "path"]
    DESCENDING_FIELD_NUMBER: _ClassVar[int]
    PATH_FIELD_NUMBER: _ClassVar[int]
    descending: bool
    path: FieldPath
    def __init__(self, path: _Optional[_Union[FieldPath, _Mapping]] = ..., descending: bool = ...) -> None: ...

class SortValue(_message.Message):
    __slots__ = ["value"]
    VALUE_FIELD_NUMBER: _ClassVar[int]
    value: _value_pb2.Value
    def __init__(self, value: _Optional[_Union[_value_pb2.Value, _Mapping]] = ...) -> None: ...

class TextPrefix(_message.Message):
    __slots__ = ["path", "text"]
    PATH_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    path: FieldPath
    text: str
    def __init__(self, path: _Optional[_Union[FieldPath, _Mapping]] = ..., text: _Optional[str] = ...) -> None: ...

class CompareOperator(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = []
