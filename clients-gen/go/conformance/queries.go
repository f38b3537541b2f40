package main

import (
	"fmt"
	"io"

	"google.golang.org/protobuf/proto"
	"topgun.dev/clients/go/topgun"
	topgunv1 "topgun.dev/clients/go/topgun/v1"
)

func nineRecords(t *trial) {
	for i := 1; i <= 9; i++ {
		name := fmt.Sprint("name-", i)
		t.put(fmt.Sprint("r", i), fields{"n": i, "even": i%2 == 0, "name": name, "tags": []string{fmt.Sprint("t", i)}, "more": fields{"i": i}})
	}
}

// The rows of all pages, and what the last one says of where to go on.
func (t *trial) query(query *topgunv1.Query) (rows []*topgunv1.Entry, next *topgunv1.QueryPosition) {
	pages, err := t.client.Maps.Query(t.ctx, &topgunv1.QueryRequest{Map: t.mapID, Query: query})
	t.must(err)
	for {
		page, err := pages.Recv()
		if err == io.EOF {
			return rows, next
		}
		t.must(err)
		rows = append(rows, page.GetRows()...)
		next = page.GetNext()
	}
}

func keysOf(rows []*topgunv1.Entry) (keys []string) {
	for _, row := range rows {
		keys = append(keys, row.GetKey())
	}
	return keys
}

func compare(name string, operator topgunv1.CompareOperator, native any) *topgunv1.Predicate {
	comparison := &topgunv1.Comparison{Path: path(name), Operator: operator, Value: topgun.Must(topgun.NewValue(native))}
	return &topgunv1.Predicate{Kind: &topgunv1.Predicate_Compare{Compare: comparison}}
}

func allOf(parts ...*topgunv1.Predicate) *topgunv1.Predicate {
	return &topgunv1.Predicate{Kind: &topgunv1.Predicate_AllOf{AllOf: &topgunv1.PredicateList{Parts: parts}}}
}

func anyOf(parts ...*topgunv1.Predicate) *topgunv1.Predicate {
	return &topgunv1.Predicate{Kind: &topgunv1.Predicate_AnyOf{AnyOf: &topgunv1.PredicateList{Parts: parts}}}
}

func queryWhere(t *trial) {
	nineRecords(t)
	finds := func(where *topgunv1.Predicate, keys ...string) {
		rows, _ := t.query(&topgunv1.Query{Where: where})
		t.equal("rows", keysOf(rows), keys)
	}
	prefix := &topgunv1.Predicate{Kind: &topgunv1.Predicate_Prefix{Prefix: &topgunv1.TextPrefix{Path: path("name"), Text: "name-2"}}}
	finds(
		allOf(
			compare("even", topgunv1.CompareOperator_COMPARE_OPERATOR_EQUAL, true),
			anyOf(compare("n", topgunv1.CompareOperator_COMPARE_OPERATOR_GREATER, 4), prefix)),
		"r2", "r6", "r8")
	contains := &topgunv1.Containment{Path: path("tags"), Value: topgun.Must(topgun.NewValue("t7"))}
	finds(&topgunv1.Predicate{Kind: &topgunv1.Predicate_Contains{Contains: contains}}, "r7")
	exists := &topgunv1.Predicate{Kind: &topgunv1.Predicate_Exists{Exists: path("n")}}
	finds(&topgunv1.Predicate{Kind: &topgunv1.Predicate_Not{Not: exists}})
	oneOf := &topgunv1.OneOf{Path: path("n"), Values: []*topgunv1.Value{topgun.Must(topgun.NewValue(1)), topgun.Must(topgun.NewValue(3.0))}}
	finds(&topgunv1.Predicate{Kind: &topgunv1.Predicate_OneOf{OneOf: oneOf}}, "r1", "r3")
}

func querySort(t *trial) {
	nineRecords(t)
	rows, _ := t.query(&topgunv1.Query{Sort: []*topgunv1.SortField{{Path: path("even"), Descending: true}, {Path: path("n"), Descending: true}}})
	t.equal("rows", keysOf(rows), []string{"r8", "r6", "r4", "r2", "r9", "r7", "r5", "r3", "r1"})
}

func queryPages(t *trial) {
	nineRecords(t)
	query := &topgunv1.Query{Sort: []*topgunv1.SortField{{Path: path("n"), Descending: true}}, Limit: proto.Uint32(4)}
	rows, next := t.query(query)
	t.equal("first page", keysOf(rows), []string{"r9", "r8", "r7", "r6"})
	t.check("the first page has a next", next != nil)
	t.put("r0", fields{"n": 10})
	query.After = next
	rows, next = t.query(query)
	t.equal("second page", keysOf(rows), []string{"r5", "r4", "r3", "r2"})
	t.check("the second page has a next", next != nil)
	query.After = next
	rows, next = t.query(query)
	t.equal("third page", keysOf(rows), []string{"r1"})
	t.check("the last page has no next", next == nil)
}

func queryFields(t *trial) {
	nineRecords(t)
	rows, _ := t.query(&topgunv1.Query{
		Where:  compare("n", topgunv1.CompareOperator_COMPARE_OPERATOR_EQUAL, 1),
		Fields: []*topgunv1.FieldPath{path("n"), path("more", "i")},
	})
	t.equal("rows", keysOf(rows), []string{"r1"})
	t.equal("value", topgun.Native(rows[0].GetValue()), fields{"n": int64(1), "more": fields{"i": int64(1)}})
	t.equal("version", rows[0].GetVersion(), t.get("r1").GetVersion())
}
