package main

import (
	"math"

	"google.golang.org/grpc/codes"
	"topgun.dev/clients/go/topgun"
	topgunv1 "topgun.dev/clients/go/topgun/v1"
)

func valuesOf(native ...string) []*topgunv1.Value {
	var values []*topgunv1.Value
	for _, text := range native {
		values = append(values, topgun.Must(topgun.NewValue(text)))
	}
	return values
}

func (t *trial) add(by *topgun.Client, elements ...string) {
	_, err := by.Maps.AddElements(t.ctx, &topgunv1.AddElementsRequest{Map: t.mapID, Key: "k", Elements: valuesOf(elements...)})
	t.must(err)
}

func (t *trial) takeOut(elements ...string) {
	_, err := t.client.Maps.RemoveElements(t.ctx, &topgunv1.RemoveElementsRequest{Map: t.mapID, Key: "k", Elements: valuesOf(elements...)})
	t.must(err)
}

func (t *trial) countOf(delta int64) *topgunv1.CountRequest {
	return &topgunv1.CountRequest{Map: t.mapID, Key: "k", Delta: delta}
}

func (t *trial) count(by *topgun.Client, request *topgunv1.CountRequest) uint64 {
	response, err := by.Maps.Count(t.ctx, request)
	t.must(err)
	return response.GetVersion()
}

func setAddRemove(t *trial) {
	t.add(t.client, "a", "b")
	t.add(t.client, "b", "c")
	t.holds("k", []any{"a", "b", "c"})
	t.takeOut("a", "never")
	t.holds("k", []any{"b", "c"})
	t.takeOut()
	t.check("there is no entry", t.get("k") == nil)
}

func setConcurrent(t *trial) {
	other := t.open("CONFORMANCE_ADDRESS", "CONFORMANCE_OTHER_TOKEN")
	defer other.Close()
	t.add(t.client, "a", "b")
	it := t.converse("ormap")
	var seen *topgunv1.RemoveElements
	for frame := it.next(); frame.GetCaughtUp() == nil; frame = it.next() {
		for _, record := range frame.GetChangePage().GetRecords() {
			var err error
			seen, err = topgun.SeenElements(record.GetRecord())
			t.must(err)
		}
	}
	t.equal("elements", len(seen.GetElements()), 2)
	for i, text := range []string{"a", "b"} {
		t.equal("element", topgun.Native(seen.GetElements()[i].GetValue()), text)
		t.equal("tags of "+text, len(seen.GetElements()[i].GetTags()), 1)
	}

	t.add(other, "a")
	it.write(&topgunv1.Write{Key: "k", Base: topgunv1.WriteBase_WRITE_BASE_LIVE, Kind: &topgunv1.Write_RemoveElements{RemoveElements: seen}})
	t.equal("code", it.code(), topgunv1.OpResultCode_OP_RESULT_CODE_APPLIED)
	t.holds("k", []any{"a"})
	it.end()
}

func setOps(t *trial) {
	it := t.converse("ormap")
	it.catchUp()
	add := &topgunv1.AddElements{}
	for _, value := range valuesOf("a", "b", "c") {
		add.Elements = append(add.Elements, &topgunv1.SeenElement{Value: value})
	}
	it.write(&topgunv1.Write{Key: "k", Base: topgunv1.WriteBase_WRITE_BASE_ABSENT, Kind: &topgunv1.Write_AddElements{AddElements: add}})
	t.equal("code of the addition", it.code(), topgunv1.OpResultCode_OP_RESULT_CODE_APPLIED)
	var page *topgunv1.ChangePage
	for page == nil {
		page = it.next().GetChangePage()
	}
	seen, err := topgun.SeenElements(page.GetRecords()[0].GetRecord())
	t.must(err)
	t.equal("elements", len(seen.GetElements()), 3)
	for i, text := range []string{"a", "b", "c"} {
		t.equal("element", topgun.Native(seen.GetElements()[i].GetValue()), text)
		t.equal("tags of "+text, len(seen.GetElements()[i].GetTags()), 1)
	}

	seen.Elements = seen.Elements[:2]
	it.write(&topgunv1.Write{Key: "k", Base: topgunv1.WriteBase_WRITE_BASE_LIVE, Kind: &topgunv1.Write_RemoveElements{RemoveElements: seen}})
	t.equal("code of the removal", it.code(), topgunv1.OpResultCode_OP_RESULT_CODE_APPLIED)
	t.holds("k", []any{"c"})
	it.end()
}

func counterSum(t *trial) {
	other := t.open("CONFORMANCE_ADDRESS", "CONFORMANCE_OTHER_TOKEN")
	defer other.Close()
	five := t.countOf(5)
	five.IdempotencyKey = topgun.NewIdempotencyKey()
	first := t.count(t.client, five)
	t.count(other, t.countOf(-7))
	t.equal("version of the repeat", t.count(t.client, five), first)
	t.holds("k", int64(-2))
	_, err := t.client.Maps.RemoveCounter(t.ctx, &topgunv1.RemoveCounterRequest{Map: t.mapID, Key: "k"})
	t.must(err)
	t.check("there is no entry", t.get("k") == nil)
	t.count(t.client, t.countOf(3))
	t.holds("k", int64(3))
}

func counterOverflow(t *trial) {
	t.count(t.client, t.countOf(math.MaxInt64))
	_, err := t.client.Maps.Count(t.ctx, t.countOf(1))
	t.refused(err, codes.InvalidArgument, "OP_RESULT_CODE_TOO_LARGE", "key", "k")
	t.holds("k", int64(math.MaxInt64))
}

func counterOps(t *trial) {
	other := t.open("CONFORMANCE_ADDRESS", "CONFORMANCE_OTHER_TOKEN")
	defer other.Close()
	it := t.converse("counter")
	it.catchUp()
	write := func(base topgunv1.WriteBase, write *topgunv1.Write) topgunv1.OpResultCode {
		write.Key, write.Base = "k", base
		it.write(write)
		return it.code()
	}
	remove := func(seen int64) *topgunv1.Write {
		return &topgunv1.Write{Kind: &topgunv1.Write_RemoveCounter{RemoveCounter: &topgunv1.RemoveCounter{Seen: seen}}}
	}

	five := &topgunv1.Write{Kind: &topgunv1.Write_Count{Count: &topgunv1.Count{Delta: 5}}}
	t.equal("code of counting", write(topgunv1.WriteBase_WRITE_BASE_ABSENT, five), topgunv1.OpResultCode_OP_RESULT_CODE_APPLIED)
	t.count(other, t.countOf(2))
	t.equal("code of removing what was counted on", write(topgunv1.WriteBase_WRITE_BASE_LIVE, remove(5)), topgunv1.OpResultCode_OP_RESULT_CODE_SUPERSEDED)
	t.holds("k", int64(7))
	t.equal("code of removing", write(topgunv1.WriteBase_WRITE_BASE_LIVE, remove(7)), topgunv1.OpResultCode_OP_RESULT_CODE_APPLIED)
	t.check("there is no entry", t.get("k") == nil)
	it.end()
}

func typeMismatch(t *trial) {
	t.count(t.client, &topgunv1.CountRequest{Map: t.mapID, Key: "a", Delta: 1})
	_, err := t.client.Maps.Put(t.ctx, &topgunv1.PutRequest{Map: t.mapID, Key: "b", Value: topgun.Must(topgun.NewValue(1))})
	t.refused(err, codes.FailedPrecondition, "OP_RESULT_CODE_TYPE_MISMATCH", "key", "b")
	_, err = t.client.Maps.AddElements(t.ctx, &topgunv1.AddElementsRequest{Map: t.mapID, Key: "b", Elements: valuesOf("x")})
	t.refused(err, codes.FailedPrecondition, "OP_RESULT_CODE_TYPE_MISMATCH", "key", "b")
	t.check("b is not there", t.get("b") == nil)
	t.holds("a", int64(1))
}
