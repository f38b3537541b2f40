package main

import (
	"fmt"
	"io"
	"math/rand"
	"time"

	"topgun.dev/clients/go/topgun"
	topgunv1 "topgun.dev/clients/go/topgun/v1"
)

type conversation struct {
	t       *trial
	stream  topgunv1.SyncService_SyncClient
	welcome *topgunv1.Welcome
	nodeID  string
	number  uint64
}

// Begins a conversation and subscribes the scenario's map.
func (t *trial) converse(features ...string) *conversation {
	stream, err := t.client.Sync.Sync(t.ctx)
	t.must(err)
	it := &conversation{t: t, stream: stream, nodeID: "go-" + topgun.NewIdempotencyKey()}
	hello := &topgunv1.Hello{MinVersion: 1, MaxVersion: 1, NodeId: it.nodeID, Features: features, Client: "conformance"}
	it.send(&topgunv1.ClientFrame{Kind: &topgunv1.ClientFrame_Hello{Hello: hello}})
	it.welcome = it.next().GetWelcome()
	t.check("Welcome comes", it.welcome != nil)
	it.send(&topgunv1.ClientFrame{Kind: &topgunv1.ClientFrame_Subscribe{Subscribe: &topgunv1.Subscribe{SubscriptionId: 1, Map: t.mapID}}})
	return it
}

func (it *conversation) send(frame *topgunv1.ClientFrame) {
	it.t.must(it.stream.Send(&topgunv1.SyncRequest{Frame: frame}))
}

func (it *conversation) next() *topgunv1.ServerFrame {
	response, err := it.stream.Recv()
	it.t.must(err)
	return response.GetFrame()
}

// Ends this side, and waits for the other's.
func (it *conversation) end() {
	it.t.must(it.stream.CloseSend())
	for {
		_, err := it.stream.Recv()
		if err == io.EOF {
			return
		}
		it.t.must(err)
	}
}

func (it *conversation) catchUp() {
	for it.next().GetCaughtUp() == nil {
	}
}

// Sends the next op, which replaces a key that is absent, and gives its id.
func (it *conversation) replace(key string, native fields) uint64 {
	replace := &topgunv1.Write_Replace{Replace: object(native).GetObjectValue()}
	return it.write(&topgunv1.Write{Key: key, Base: topgunv1.WriteBase_WRITE_BASE_ABSENT, Kind: replace})
}

// Sends the next op, and gives its id; the first is op 1.
func (it *conversation) write(write *topgunv1.Write) uint64 {
	id := rand.New(rand.NewSource(time.Now().UnixNano())).Uint64()
	it.number++
	op := &topgunv1.Op{Number: it.number, OpId: id, Millis: it.welcome.GetServerTimeMs(), Kind: &topgunv1.Op_Write{Write: write}}
	batch := &topgunv1.OpBatch{
		Map:         it.t.mapID,
		Writer:      &topgunv1.Writer{NodeId: it.nodeID, Suffix: "1"},
		FirstSentMs: it.welcome.GetServerTimeMs(),
		Ops:         []*topgunv1.Op{op},
	}
	it.send(&topgunv1.ClientFrame{Kind: &topgunv1.ClientFrame_OpBatch{OpBatch: batch}})
	return id
}

// The code of the result of what was sent last; pages that come before are passed over.
func (it *conversation) code() topgunv1.OpResultCode {
	for {
		if results := it.next().GetOpResults().GetResults(); len(results) > 0 {
			return results[0].GetCode()
		}
	}
}

// The result of op 1, which comes before any page.
func (it *conversation) result() *topgunv1.OpResult {
	for {
		frame := it.next()
		it.t.check("the result comes before a page", frame.GetChangePage() == nil)
		if results := frame.GetOpResults().GetResults(); len(results) > 0 {
			return results[0]
		}
	}
}

func syncOp(t *trial) {
	it := t.converse()
	t.equal("version", it.welcome.GetVersion(), uint32(1))
	t.equal("subject", it.welcome.GetSubject(), "writer")
	it.catchUp()

	id := it.replace("tea", fields{"n": 1})
	result := it.result()
	t.equal("number", result.GetNumber(), uint64(1))
	t.equal("op_id", result.GetOpId(), id)
	t.equal("code", result.GetCode(), topgunv1.OpResultCode_OP_RESULT_CODE_APPLIED)
	var page *topgunv1.ChangePage
	for page == nil {
		page = it.next().GetChangePage()
	}
	t.equal("records", len(page.GetRecords()), 1)
	t.equal("key", page.GetRecords()[0].GetKey(), "tea")
	t.equal("version of the record", page.GetRecords()[0].GetVersion(), result.GetVersion())
	value, err := topgun.RecordValue(page.GetRecords()[0].GetRecord())
	t.must(err)
	t.equal("record", topgun.Native(value), fields{"n": int64(1)})
	it.end()
}

func syncDigest(t *trial) {
	for i := 0; i < 100; i++ {
		t.put(fmt.Sprint("key-", i), fields{"i": i})
	}
	it := t.converse("digest")
	var entries []topgun.DigestEntry
	for {
		frame := it.next()
		for _, record := range frame.GetChangePage().GetRecords() {
			entries = append(entries, topgun.NewDigestEntry(record.GetKey(), record.GetVersion(), record.GetRecord()))
		}
		if caughtUp := frame.GetCaughtUp(); caughtUp != nil {
			t.equal("records", len(entries), 100)
			digest := topgun.Digest(entries)
			t.equal("digest", caughtUp.GetDigest(), digest[:])
			break
		}
	}
	it.end()
}
