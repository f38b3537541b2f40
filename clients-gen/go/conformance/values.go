package main

import (
	"encoding/json"
	"math"

	"google.golang.org/protobuf/encoding/protojson"
	"topgun.dev/clients/go/topgun"
	topgunv1 "topgun.dev/clients/go/topgun/v1"
)

func values(t *trial) {
	var file struct {
		Cases []struct {
			Scenario, Name string
			Value          json.RawMessage
		}
	}
	t.must(json.Unmarshal(t.data("values.json"), &file))
	count := 0
	for _, it := range file.Cases {
		if it.Scenario != t.id {
			continue
		}
		count++
		var value topgunv1.Value
		t.must(protojson.Unmarshal(it.Value, &value))
		made, err := topgun.NewValue(topgun.Native(&value))
		t.must(err)
		t.check(it.Name+" is the same after being native", same(&value, made))
		_, err = t.client.Maps.Put(t.ctx, &topgunv1.PutRequest{Map: t.mapID, Key: it.Name, Value: made})
		t.must(err)
		t.check(it.Name+" comes back", same(&value, t.get(it.Name).GetValue()))
	}
	t.check("there are cases", count > 0)
}

// Doubles by their bits; any NaN is one.
func same(one, other *topgunv1.Value) bool {
	switch a := one.GetKind().(type) {
	case *topgunv1.Value_NullValue:
		_, ok := other.GetKind().(*topgunv1.Value_NullValue)
		return ok
	case *topgunv1.Value_BoolValue:
		b, ok := other.GetKind().(*topgunv1.Value_BoolValue)
		return ok && a.BoolValue == b.BoolValue
	case *topgunv1.Value_Int64Value:
		b, ok := other.GetKind().(*topgunv1.Value_Int64Value)
		return ok && a.Int64Value == b.Int64Value
	case *topgunv1.Value_DoubleValue:
		b, ok := other.GetKind().(*topgunv1.Value_DoubleValue)
		return ok && sameDouble(a.DoubleValue, b.DoubleValue)
	case *topgunv1.Value_StringValue:
		b, ok := other.GetKind().(*topgunv1.Value_StringValue)
		return ok && a.StringValue == b.StringValue
	case *topgunv1.Value_BytesValue:
		b, ok := other.GetKind().(*topgunv1.Value_BytesValue)
		return ok && string(a.BytesValue) == string(b.BytesValue)
	case *topgunv1.Value_ListValue:
		b, ok := other.GetKind().(*topgunv1.Value_ListValue)
		if !ok || len(a.ListValue.GetItems()) != len(b.ListValue.GetItems()) {
			return false
		}
		for i, item := range a.ListValue.GetItems() {
			if !same(item, b.ListValue.GetItems()[i]) {
				return false
			}
		}
		return true
	case *topgunv1.Value_ObjectValue:
		b, ok := other.GetKind().(*topgunv1.Value_ObjectValue)
		if !ok || len(a.ObjectValue.GetFields()) != len(b.ObjectValue.GetFields()) {
			return false
		}
		for name, field := range a.ObjectValue.GetFields() {
			if !same(field, b.ObjectValue.GetFields()[name]) {
				return false
			}
		}
		return true
	default:
		return false
	}
}

func sameDouble(one, other float64) bool {
	return math.IsNaN(one) && math.IsNaN(other) || math.Float64bits(one) == math.Float64bits(other)
}
