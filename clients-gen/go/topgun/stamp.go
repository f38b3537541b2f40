package topgun

import (
	"strings"

	topgunv1 "topgun.dev/clients/go/topgun/v1"
)

// CompareStamps orders timestamps by millis, then counter, then the bytes of the node id: below 0 where one is older than other, 0 where
// they are the same, above 0 where it is newer.
func CompareStamps(one, other *topgunv1.HlcTimestamp) int {
	switch {
	case one.GetMillis() != other.GetMillis():
		return order(one.GetMillis() < other.GetMillis())
	case one.GetCounter() != other.GetCounter():
		return order(one.GetCounter() < other.GetCounter())
	default:
		return strings.Compare(one.GetNodeId(), other.GetNodeId())
	}
}

func order(isOlder bool) int {
	if isOlder {
		return -1
	}
	return 1
}
