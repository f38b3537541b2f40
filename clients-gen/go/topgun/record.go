package topgun

import (
	"fmt"

	"google.golang.org/protobuf/proto"
	topgunv1 "topgun.dev/clients/go/topgun/v1"
)

// RecordValue gives what a record holds, from the bytes in which it travels in the sync conversation: nil where it is removed.
func RecordValue(record []byte) (*topgunv1.Value, error) {
	var parsed topgunv1.Record
	if err := proto.Unmarshal(record, &parsed); err != nil {
		return nil, fmt.Errorf("topgun: these %d bytes are no record: %w", len(record), err)
	}
	switch parsed.GetRootKind() {
	case topgunv1.RootKind_ROOT_KIND_REMOVED:
		return nil, nil
	case topgunv1.RootKind_ROOT_KIND_VALUE:
		return parsed.GetRootValue(), nil
	case topgunv1.RootKind_ROOT_KIND_OBJECT:
		fields := map[string]*topgunv1.Value{}
		for _, register := range parsed.GetRegisters() {
			if register.GetValue() != nil { // otherwise the field was erased
				fields[register.GetField()] = register.GetValue()
			}
		}
		return &topgunv1.Value{Kind: &topgunv1.Value_ObjectValue{ObjectValue: &topgunv1.ObjectValue{Fields: fields}}}, nil
	default:
		return nil, fmt.Errorf("topgun: a record of the kind %d is unknown here", parsed.GetRootKind())
	}
}

// SeenElements gives what the bytes of a set's record show, as the RemoveElements that takes all of it out: each element with its tags. What is to
// stay is left out of its elements first. Whoever else adds an element meanwhile keeps it, since that tag is not among these. Empty where the record
// is no set.
func SeenElements(record []byte) (*topgunv1.RemoveElements, error) {
	var parsed topgunv1.Record
	if err := proto.Unmarshal(record, &parsed); err != nil {
		return nil, fmt.Errorf("topgun: these %d bytes are no record: %w", len(record), err)
	}
	items := parsed.GetRootValue().GetListValue().GetItems()
	if len(parsed.GetTags()) > 0 && len(parsed.GetTags()) != len(items) {
		return nil, fmt.Errorf("topgun: a record has %d elements and tags for %d", len(items), len(parsed.GetTags()))
	}
	seen := &topgunv1.RemoveElements{Writers: parsed.GetWriters()}
	for i, tags := range parsed.GetTags() {
		seen.Elements = append(seen.Elements, &topgunv1.SeenElement{Value: items[i], Tags: tags.GetTags()})
	}
	return seen, nil
}
