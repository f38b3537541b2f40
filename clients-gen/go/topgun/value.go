package topgun

import (
	"fmt"
	"math"
	"reflect"
	"unicode/utf8"

	"google.golang.org/protobuf/types/known/structpb"
	topgunv1 "topgun.dev/clients/go/topgun/v1"
)

// NewValue makes a Value of a Go value: nil, a bool, any integer or float, a string, a []byte, slices and arrays of these, and maps
// with keys of a string kind. Pointers stand for what they point to, and a *topgunv1.Value for itself. The error names what can't be
// stored: another type, an unsigned integer above the highest int64, or a string that is not UTF-8.
func NewValue(native any) (*topgunv1.Value, error) {
	switch it := native.(type) {
	case nil:
		return &topgunv1.Value{Kind: &topgunv1.Value_NullValue{NullValue: structpb.NullValue_NULL_VALUE}}, nil
	case *topgunv1.Value:
		return it, nil
	}
	return valueOf(reflect.ValueOf(native))
}

// Must is for values that can't be wrong, as in Must(NewValue("text")). It panics on an error.
func Must(value *topgunv1.Value, err error) *topgunv1.Value {
	if err != nil {
		panic(err)
	}
	return value
}

// Native is the opposite of NewValue: nil, bool, int64, float64, string, []byte, []any or map[string]any. An unset Value is nil, too.
func Native(value *topgunv1.Value) any {
	switch kind := value.GetKind().(type) {
	case *topgunv1.Value_BoolValue:
		return kind.BoolValue
	case *topgunv1.Value_Int64Value:
		return kind.Int64Value
	case *topgunv1.Value_DoubleValue:
		return kind.DoubleValue
	case *topgunv1.Value_StringValue:
		return kind.StringValue
	case *topgunv1.Value_BytesValue:
		return kind.BytesValue
	case *topgunv1.Value_ListValue:
		items := make([]any, len(kind.ListValue.GetItems()))
		for i, item := range kind.ListValue.GetItems() {
			items[i] = Native(item)
		}
		return items
	case *topgunv1.Value_ObjectValue:
		return NativeFields(kind.ObjectValue.GetFields())
	default:
		return nil
	}
}

// NativeFields is Native for the fields of an object.
func NativeFields(fields map[string]*topgunv1.Value) map[string]any {
	native := make(map[string]any, len(fields))
	for name, value := range fields {
		native[name] = Native(value)
	}
	return native
}

// NewFields is NewValue for the fields of an object or of a Patch.
func NewFields(native map[string]any) (map[string]*topgunv1.Value, error) {
	fields := make(map[string]*topgunv1.Value, len(native))
	for name, it := range native {
		value, err := NewValue(it)
		if err != nil {
			return nil, fmt.Errorf("%q: %w", name, err)
		}
		fields[name] = value
	}
	return fields, nil
}

// NewPatch makes a patch that writes some fields and erases others.
func NewPatch(set map[string]any, erase ...string) (*topgunv1.Patch, error) {
	fields, err := NewFields(set)
	if err != nil {
		return nil, err
	}
	return &topgunv1.Patch{Set: fields, Erase: erase}, nil
}

func valueOf(it reflect.Value) (*topgunv1.Value, error) {
	switch it.Kind() {
	case reflect.Bool:
		return &topgunv1.Value{Kind: &topgunv1.Value_BoolValue{BoolValue: it.Bool()}}, nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return &topgunv1.Value{Kind: &topgunv1.Value_Int64Value{Int64Value: it.Int()}}, nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		if it.Uint() > math.MaxInt64 {
			return nil, fmt.Errorf("topgun: %d is above %d, the highest integer of a Value", it.Uint(), math.MaxInt64)
		}
		return &topgunv1.Value{Kind: &topgunv1.Value_Int64Value{Int64Value: int64(it.Uint())}}, nil
	case reflect.Float32, reflect.Float64:
		return &topgunv1.Value{Kind: &topgunv1.Value_DoubleValue{DoubleValue: it.Float()}}, nil
	case reflect.String:
		if !utf8.ValidString(it.String()) {
			return nil, fmt.Errorf("topgun: a string of %d bytes is not UTF-8; bytes that are no text are a []byte", it.Len())
		}
		return &topgunv1.Value{Kind: &topgunv1.Value_StringValue{StringValue: it.String()}}, nil
	case reflect.Slice, reflect.Array:
		return listOf(it)
	case reflect.Map:
		return objectOf(it)
	case reflect.Pointer, reflect.Interface:
		if it.IsNil() {
			return NewValue(nil)
		}
		return NewValue(it.Elem().Interface())
	default:
		return nil, fmt.Errorf("topgun: a %s has no place in a Value", it.Type())
	}
}

func listOf(it reflect.Value) (*topgunv1.Value, error) {
	if it.Kind() == reflect.Slice && it.Type().Elem().Kind() == reflect.Uint8 {
		return &topgunv1.Value{Kind: &topgunv1.Value_BytesValue{BytesValue: it.Bytes()}}, nil
	}
	items := make([]*topgunv1.Value, it.Len())
	for i := range items {
		item, err := NewValue(it.Index(i).Interface())
		if err != nil {
			return nil, fmt.Errorf("[%d]: %w", i, err)
		}
		items[i] = item
	}
	return &topgunv1.Value{Kind: &topgunv1.Value_ListValue{ListValue: &topgunv1.ListValue{Items: items}}}, nil
}

func objectOf(it reflect.Value) (*topgunv1.Value, error) {
	if it.Type().Key().Kind() != reflect.String {
		return nil, fmt.Errorf("topgun: a %s has no place in a Value; the names of an object are strings", it.Type())
	}
	fields := make(map[string]*topgunv1.Value, it.Len())
	for entry := it.MapRange(); entry.Next(); {
		name := entry.Key().String()
		value, err := NewValue(entry.Value().Interface())
		if err != nil {
			return nil, fmt.Errorf("%q: %w", name, err)
		}
		fields[name] = value
	}
	return &topgunv1.Value{Kind: &topgunv1.Value_ObjectValue{ObjectValue: &topgunv1.ObjectValue{Fields: fields}}}, nil
}
