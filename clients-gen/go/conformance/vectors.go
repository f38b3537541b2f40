package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"sort"
	"strconv"
	"strings"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"topgun.dev/clients/go/topgun"
	topgunv1 "topgun.dev/clients/go/topgun/v1"
)

// A value as JSON, with the names of objects in order.
func text(value *topgunv1.Value) string {
	content, err := json.Marshal(topgun.Native(value))
	if err != nil {
		return err.Error()
	}
	return string(content)
}

func (t *trial) parse(name string, into any) {
	decoder := json.NewDecoder(bytes.NewReader(t.data(name)))
	decoder.UseNumber()
	t.must(decoder.Decode(into))
}

func vectorHLC(t *trial) {
	var file struct {
		Ascending []struct {
			Millis  uint64
			Counter uint32
			NodeID  string `json:"node_id"`
		}
	}
	t.parse("hlc-order.json", &file)
	t.check("there are timestamps", len(file.Ascending) > 1)
	var stamps []*topgunv1.HlcTimestamp
	for _, it := range file.Ascending {
		stamps = append(stamps, &topgunv1.HlcTimestamp{Millis: it.Millis, Counter: it.Counter, NodeId: it.NodeID})
	}
	for i, one := range stamps {
		for j, other := range stamps {
			t.equal(fmt.Sprint(one, " and ", other), sign(topgun.CompareStamps(one, other)), sign(i-j))
		}
	}
}

func sign(number int) int {
	switch {
	case number < 0:
		return -1
	case number > 0:
		return 1
	default:
		return 0
	}
}

// By member, so that a value of null is told from none.
type members = map[string]json.RawMessage

func vectorRecord(t *trial) {
	var file struct {
		Cases []struct {
			Name   string
			Record *struct {
				Root      members
				Cleared   *string
				Registers map[string]members
			}
		}
	}
	t.parse("register-merge.json", &file)
	var raw struct{ Cases []members }
	t.parse("register-merge.json", &raw)
	count := 0
	for i, it := range file.Cases {
		if it.Record == nil {
			continue
		}
		count++
		var stamps stampTable
		record := &topgunv1.Record{RootKind: rootKinds[string(it.Record.Root["kind"])], RootAt: stamps.index(t, unquoted(t, it.Record.Root["at"]))}
		if value, ok := it.Record.Root["value"]; ok {
			record.RootValue = valueOf(t, value)
		}
		if it.Record.Cleared != nil {
			record.ClearedAt = proto.Uint32(stamps.index(t, *it.Record.Cleared))
		}
		for name, field := range it.Record.Registers {
			made := &topgunv1.Register{Field: name, At: stamps.index(t, unquoted(t, field["at"]))}
			if value, ok := field["value"]; ok {
				made.Value = valueOf(t, value)
			}
			record.Registers = append(record.Registers, made)
		}
		record.Stamps = stamps.stamps
		content, err := proto.Marshal(record)
		t.must(err)
		value, err := topgun.RecordValue(content)
		t.must(err)
		wanted, isLive := raw.Cases[i]["value"]
		t.equal(it.Name+" is live", value != nil, isLive)
		if isLive {
			t.check(it.Name+" has its value", same(value, valueOf(t, wanted)))
		}
	}
	t.check("there are cases", count > 0)
	setsAndCounters(t)
}

func setsAndCounters(t *trial) {
	var file struct {
		Cases []struct {
			Name, Record string
			Value        json.RawMessage
			Seen         [][]string
		}
	}
	t.parse("typed-records.json", &file)
	t.check("there are sets and counters", len(file.Cases) > 0)
	for _, it := range file.Cases {
		content, err := hex.DecodeString(it.Record)
		t.must(err)
		value, err := topgun.RecordValue(content)
		t.must(err)
		t.equal(it.Name+" is live", value != nil, it.Value != nil)
		if it.Value != nil {
			var wanted topgunv1.Value
			t.must(protojson.Unmarshal(it.Value, &wanted))
			t.check(it.Name+" has its value", same(value, &wanted))
		}
		seen, err := topgun.SeenElements(content)
		t.must(err)
		tags := [][]string{}
		for _, element := range seen.GetElements() {
			var of []string
			for _, tag := range element.GetTags() {
				of = append(of, fmt.Sprintf("%s/%d/%d", seen.GetWriters()[tag.GetWriter()], tag.GetNumber(), tag.GetIndex()))
			}
			tags = append(tags, of)
		}
		t.equal("who added what: "+it.Name, fmt.Sprint(tags), fmt.Sprint(it.Seen))
	}
}

var rootKinds = map[string]topgunv1.RootKind{
	`"removed"`: topgunv1.RootKind_ROOT_KIND_REMOVED,
	`"value"`:   topgunv1.RootKind_ROOT_KIND_VALUE,
	`"object"`:  topgunv1.RootKind_ROOT_KIND_OBJECT,
}

func unquoted(t *trial, content json.RawMessage) (text string) {
	t.must(json.Unmarshal(content, &text))
	return text
}

// The timestamps of a record, each once.
type stampTable struct {
	texts  []string
	stamps []*topgunv1.HlcTimestamp
}

func (it *stampTable) index(t *trial, text string) uint32 {
	for i, known := range it.texts {
		if known == text {
			return uint32(i)
		}
	}
	millis, rest, _ := strings.Cut(text, ".")
	counter, nodeID, _ := strings.Cut(rest, "@")
	stamp := &topgunv1.HlcTimestamp{NodeId: nodeID}
	var err error
	stamp.Millis, err = strconv.ParseUint(millis, 10, 64)
	t.must(err)
	number, err := strconv.ParseUint(counter, 10, 32)
	t.must(err)
	stamp.Counter = uint32(number)
	it.texts, it.stamps = append(it.texts, text), append(it.stamps, stamp)
	return uint32(len(it.texts) - 1)
}

// A value of the vectors: whole numbers are int64.
func valueOf(t *trial, content json.RawMessage) *topgunv1.Value {
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.UseNumber()
	var native any
	t.must(decoder.Decode(&native))
	return topgun.Must(topgun.NewValue(withNumbers(t, native)))
}

func withNumbers(t *trial, native any) any {
	switch it := native.(type) {
	case json.Number:
		whole, err := it.Int64()
		if err == nil {
			return whole
		}
		number, err := it.Float64()
		t.must(err)
		return number
	case []any:
		for i := range it {
			it[i] = withNumbers(t, it[i])
		}
	case map[string]any:
		for name := range it {
			it[name] = withNumbers(t, it[name])
		}
	}
	return native
}

// The records of a case, or the rule that they follow.
type digestCase struct {
	Name    string
	Records []struct {
		Key     string
		Version uint64
		Record  string
	}
	Indices      []uint64
	First, Count uint64
	Digests      map[string]string
}

func (it digestCase) entries(t *trial) (entries []topgun.DigestEntry) {
	for _, record := range it.Records {
		content, err := hex.DecodeString(record.Record)
		t.must(err)
		entries = append(entries, topgun.NewDigestEntry(record.Key, record.Version, content))
	}
	indices := it.Indices
	for i := uint64(0); i < it.Count; i++ {
		indices = append(indices, it.First+i)
	}
	for _, i := range indices {
		key := fmt.Sprint("key-", i)
		record := sha256.Sum256([]byte(key))
		entries = append(entries, topgun.NewDigestEntry(key, i, record[:]))
	}
	return entries
}

func vectorDigest(t *trial) {
	var file struct {
		Cases []digestCase
	}
	t.parse("digest.json", &file)
	t.check("there are cases", len(file.Cases) > 0)
	for _, it := range file.Cases {
		entries := it.entries(t)
		prefixes := make([]string, 0, len(it.Digests))
		for prefix := range it.Digests {
			prefixes = append(prefixes, prefix)
		}
		sort.Strings(prefixes)
		for _, prefix := range prefixes {
			nibbles := make([]byte, len(prefix))
			for i, digit := range prefix {
				nibbles[i] = byte(strings.IndexRune("0123456789abcdef", digit))
			}
			digest := topgun.Digest(entries, nibbles...)
			t.equal(it.Name+" below '"+prefix+"'", hex.EncodeToString(digest[:]), it.Digests[prefix])
		}
	}
}
