package main

import (
	"google.golang.org/grpc/codes"
	"topgun.dev/clients/go/topgun"
	topgunv1 "topgun.dev/clients/go/topgun/v1"
)

func putOf(key string) *topgunv1.BatchWrite {
	return &topgunv1.BatchWrite{Key: key, Kind: &topgunv1.BatchWrite_Put{Put: object(fields{"n": 1})}}
}

func patchOfAbsent(key string) *topgunv1.BatchWrite {
	patch := &topgunv1.Patch{Set: map[string]*topgunv1.Value{"n": topgun.Must(topgun.NewValue(1))}}
	return &topgunv1.BatchWrite{Key: key, Kind: &topgunv1.BatchWrite_Patch{Patch: patch}, MustExist: true}
}

func batchEach(t *trial) {
	request := &topgunv1.BatchRequest{Map: t.mapID, Writes: []*topgunv1.BatchWrite{putOf("a"), patchOfAbsent("b"), putOf("c")}}
	response, err := t.client.Maps.Batch(t.ctx, request)
	t.must(err)
	var results []topgunv1.OpResultCode
	for _, result := range response.GetResults() {
		results = append(results, result.GetCode())
	}
	t.equal("codes", results, []topgunv1.OpResultCode{
		topgunv1.OpResultCode_OP_RESULT_CODE_APPLIED,
		topgunv1.OpResultCode_OP_RESULT_CODE_RECORD_REMOVED,
		topgunv1.OpResultCode_OP_RESULT_CODE_APPLIED,
	})
	t.check("the refusal has a reason", response.GetResults()[1].GetReason() != "")
	t.check("a and c are there", t.get("a") != nil && t.get("c") != nil)
}

func batchAtomic(t *trial) {
	request := &topgunv1.BatchRequest{Map: t.mapID, Writes: []*topgunv1.BatchWrite{putOf("a"), putOf("b")}, Atomic: true}
	response, err := t.client.Maps.Batch(t.ctx, request)
	t.must(err)
	t.equal("results", len(response.GetResults()), 1)
	result := response.GetResults()[0]
	t.equal("code", result.GetCode(), topgunv1.OpResultCode_OP_RESULT_CODE_APPLIED)
	t.equal("version of a", t.get("a").GetVersion(), result.GetVersion())
	t.equal("version of b", t.get("b").GetVersion(), result.GetVersion())
}

func batchRefused(t *trial) {
	request := &topgunv1.BatchRequest{Map: t.mapID, Writes: []*topgunv1.BatchWrite{putOf("a"), patchOfAbsent("b")}, Atomic: true}
	_, err := t.client.Maps.Batch(t.ctx, request)
	t.refused(err, codes.FailedPrecondition, "OP_RESULT_CODE_RECORD_REMOVED", "key", "b")
	t.check("a is not there", t.get("a") == nil)
}
