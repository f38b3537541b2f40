package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"time"

	"topgun.dev/clients/go/topgun"
	topgunv1 "topgun.dev/clients/go/topgun/v1"
)

const patience = 30 * time.Second

// A trial is one scenario on its way, with a map of its own and a client of the user 'writer'. What goes wrong ends it.
type trial struct {
	id     string
	mapID  string
	ctx    context.Context
	client *topgun.Client
}

type failed string

// Gives the reason of a failure, or nothing.
func try(id string, run func(t *trial)) (reason string) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	t := &trial{id: id, mapID: os.Getenv("CONFORMANCE_MAPS") + id, ctx: ctx}
	defer func() {
		switch problem := recover().(type) {
		case nil:
		case failed:
			reason = string(problem)
		default:
			reason = fmt.Sprint("panic: ", problem)
		}
	}()
	t.client = t.open("CONFORMANCE_ADDRESS", "CONFORMANCE_TOKEN")
	defer t.client.Close()
	run(t)
	return ""
}

func (t *trial) open(addressVariable, tokenVariable string) *topgun.Client {
	client, err := topgun.Open("http://"+os.Getenv(addressVariable), topgun.FixedToken(os.Getenv(tokenVariable)))
	t.must(err)
	return client
}

func (t *trial) must(err error) {
	if err != nil {
		t.fail("%v", err)
	}
}

func (t *trial) fail(format string, arguments ...any) {
	panic(failed(fmt.Sprintf(format, arguments...)))
}

func (t *trial) check(what string, ok bool) {
	if !ok {
		t.fail("%s: this is not so", what)
	}
}

func (t *trial) equal(what string, got, wanted any) {
	if !reflect.DeepEqual(got, wanted) {
		t.fail("%s: %#v came; %#v was expected", what, got, wanted)
	}
}

// Looks at the reason of a call that must fail, and at one entry of its metadata where a key is given.
func (t *trial) refused(err error, status fmt.Stringer, reason string, metadata ...string) topgun.Failure {
	if err == nil {
		t.fail("the call did not fail; %s was expected", reason)
	}
	failure := topgun.FailureOf(err)
	t.equal("status", failure.Status, status)
	t.equal("reason", failure.Reason, reason)
	for i := 0; i+1 < len(metadata); i += 2 {
		t.equal("metadata "+metadata[i], failure.Metadata[metadata[i]], metadata[i+1])
	}
	return failure
}

func (t *trial) data(name string) []byte {
	content, err := os.ReadFile(filepath.Join(os.Getenv("CONFORMANCE_DATA"), name))
	t.must(err)
	return content
}

func object(fields map[string]any) *topgunv1.Value { return topgun.Must(topgun.NewValue(fields)) }

func (t *trial) put(key string, native any) *topgunv1.PutResponse {
	response, err := t.client.Maps.Put(t.ctx, &topgunv1.PutRequest{Map: t.mapID, Key: key, Value: topgun.Must(topgun.NewValue(native))})
	t.must(err)
	return response
}

func (t *trial) patch(key string, set map[string]any, erase ...string) {
	patch, err := topgun.NewPatch(set, erase...)
	t.must(err)
	_, err = t.client.Maps.Patch(t.ctx, &topgunv1.PatchRequest{Map: t.mapID, Key: key, Patch: patch})
	t.must(err)
}

func (t *trial) remove(key string) {
	_, err := t.client.Maps.Remove(t.ctx, &topgunv1.RemoveRequest{Map: t.mapID, Key: key})
	t.must(err)
}

func (t *trial) get(key string, fields ...*topgunv1.FieldPath) *topgunv1.Entry {
	response, err := t.client.Maps.Get(t.ctx, &topgunv1.GetRequest{Map: t.mapID, Key: key, Fields: fields})
	t.must(err)
	return response.GetEntry()
}

func (t *trial) holds(key string, wanted any) {
	entry := t.get(key)
	t.check(key+" is there", entry != nil)
	t.equal(key, topgun.Native(entry.GetValue()), wanted)
}
