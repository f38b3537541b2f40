package main

import (
	"context"
	"sort"

	"topgun.dev/clients/go/topgun"
	topgunv1 "topgun.dev/clients/go/topgun/v1"
)

type watch struct {
	t      *trial
	calls  topgunv1.MapService_WatchClient
	cancel context.CancelFunc
	cursor *topgunv1.Cursor
}

func (t *trial) watch(client *topgun.Client, cursor *topgunv1.Cursor, where *topgunv1.Predicate) *watch {
	ctx, cancel := context.WithCancel(t.ctx)
	calls, err := client.Maps.Watch(ctx, &topgunv1.WatchRequest{Map: t.mapID, Cursor: cursor, Where: where})
	t.must(err)
	return &watch{t, calls, cancel, cursor}
}

func (it *watch) next() *topgunv1.WatchResponse {
	response, err := it.calls.Recv()
	it.t.must(err)
	it.cursor = response.GetCursor()
	return response
}

// What is told until a response says that this is all, as texts.
func (it *watch) untilCaughtUp() (events []string) {
	for {
		response := it.next()
		events = append(events, texts(response)...)
		if response.GetCaughtUp() {
			return events
		}
	}
}

// The next thing told; responses without events are passed over.
func (it *watch) nextEvents() []string {
	for {
		if events := texts(it.next()); len(events) > 0 {
			return events
		}
	}
}

func texts(response *topgunv1.WatchResponse) (events []string) {
	for _, event := range response.GetEvents() {
		if gone, ok := event.GetKind().(*topgunv1.WatchEvent_Gone); ok {
			events = append(events, "gone "+gone.Gone)
		} else {
			events = append(events, "put "+event.GetPut().GetKey()+text(event.GetPut().GetValue()))
		}
	}
	return events
}

func watchResume(t *trial) {
	t.put("a", fields{"n": 0})
	first := t.open("CONFORMANCE_ADDRESS", "CONFORMANCE_TOKEN")
	before := t.watch(first, nil, nil)
	t.equal("first events", before.untilCaughtUp(), []string{`put a{"n":0}`})
	before.cancel()
	t.must(first.Close())

	t.put("b", fields{"n": 1})
	t.patch("a", fields{"n": 1})
	t.patch("a", fields{"m": 2})
	t.put("c", fields{"n": 1})
	t.remove("c")

	second := t.open("CONFORMANCE_ADDRESS", "CONFORMANCE_TOKEN")
	defer second.Close()
	after := t.watch(second, before.cursor, nil)
	events := after.untilCaughtUp()
	sort.Strings(events)
	t.equal("events since the cursor", events, []string{"gone c", `put a{"m":2,"n":1}`, `put b{"n":1}`})
	t.put("d", fields{"n": 1})
	t.equal("the next event", after.nextEvents(), []string{`put d{"n":1}`})
}

func watchWhere(t *trial) {
	told := t.watch(t.client, nil, compare("done", topgunv1.CompareOperator_COMPARE_OPERATOR_EQUAL, false))
	t.equal("events of an empty map", len(told.untilCaughtUp()), 0)
	t.put("never", fields{"done": true})
	t.put("x", fields{"done": false})
	t.equal("event", told.nextEvents(), []string{`put x{"done":false}`})
	t.patch("never", fields{"n": 1})
	t.patch("x", fields{"done": true})
	t.equal("event", told.nextEvents(), []string{"gone x"})
}
