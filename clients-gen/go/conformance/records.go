package main

import (
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/proto"
	"topgun.dev/clients/go/topgun"
	topgunv1 "topgun.dev/clients/go/topgun/v1"
)

type fields = map[string]any

func path(names ...string) *topgunv1.FieldPath { return &topgunv1.FieldPath{Names: names} }

func putGet(t *trial) {
	written := t.put("milk", fields{"title": "Milk", "count": 3})
	t.check("the version is above 0", written.GetVersion() > 0)
	t.check("it is not superseded", !written.GetSuperseded())
	entry := t.get("milk")
	t.equal("key", entry.GetKey(), "milk")
	t.equal("version", entry.GetVersion(), written.GetVersion())
	t.equal("value", topgun.Native(entry.GetValue()), fields{"title": "Milk", "count": int64(3)})
	t.check("the next version is higher", t.put("milk", fields{"title": "Oat milk"}).GetVersion() > written.GetVersion())
}

func putReplaces(t *trial) {
	t.put("k", fields{"a": 1, "b": 2})
	t.put("k", fields{"b": 3})
	t.holds("k", fields{"b": int64(3)})
}

func putTTL(t *trial) {
	request := &topgunv1.PutRequest{Map: t.mapID, Key: "k", Value: object(fields{"a": 1}), TtlMs: proto.Uint64(uint64(time.Hour.Milliseconds()))}
	_, err := t.client.Maps.Put(t.ctx, request)
	t.must(err)
	expires := t.get("k").GetExpiresAtMs()
	left := time.Until(time.UnixMilli(int64(expires)))
	t.check("it expires in about an hour", left > 50*time.Minute && left < 70*time.Minute)
	t.put("k", fields{"a": 2})
	t.equal("expiry after a put without ttl", t.get("k").GetExpiresAtMs(), expires)
}

func getAbsent(t *trial) {
	t.check("there is no entry", t.get("never") == nil)
}

func getFields(t *trial) {
	t.put("k", fields{"a": fields{"x": 1, "y": 2}, "b": 3, "c": 4})
	t.equal("value", topgun.Native(t.get("k", path("a", "x"), path("b")).GetValue()), fields{"a": fields{"x": int64(1)}, "b": int64(3)})
}

func patchKeeps(t *trial) {
	t.put("k", fields{"a": 1, "b": 2})
	t.patch("k", fields{"b": 3})
	t.holds("k", fields{"a": int64(1), "b": int64(3)})
}

func patchErases(t *trial) {
	t.put("k", fields{"a": 1, "b": 2})
	t.patch("k", fields{"c": nil}, "a")
	t.holds("k", fields{"b": int64(2), "c": nil})
}

func patchMustExist(t *trial) {
	patch, err := topgun.NewPatch(fields{"a": 1})
	t.must(err)
	_, err = t.client.Maps.Patch(t.ctx, &topgunv1.PatchRequest{Map: t.mapID, Key: "k", Patch: patch, MustExist: true})
	t.refused(err, codes.FailedPrecondition, "OP_RESULT_CODE_RECORD_REMOVED", "key", "k")
	t.patch("k", fields{"a": 1})
	t.holds("k", fields{"a": int64(1)})
}

func remove(t *trial) {
	t.put("k", fields{"a": 1})
	t.remove("k")
	t.check("there is no entry", t.get("k") == nil)
	t.remove("never")
}
