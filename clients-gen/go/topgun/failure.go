package topgun

import (
	"strings"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	topgunv1 "topgun.dev/clients/go/topgun/v1"
)

// Failure is why a call failed. Programs decide by Code or Result, people read Message.
type Failure struct {
	// The status of gRPC.
	Status codes.Code
	// The name of Code or Result, also of one that is unknown here; empty where the server said nothing, as when it is not reached.
	Reason string
	// Why the call failed; unspecified where Result says it.
	Code topgunv1.ErrorCode
	// Why the write itself was refused; unspecified where Code says it.
	Result topgunv1.OpResultCode
	// For people.
	Message string
	// What programs may need besides: "map", "key", "resolver" and others, as the codes say.
	Metadata map[string]string
	// How long to wait before the next try; 0 where the server asks for no wait.
	RetryAfter time.Duration
}

// FailureOf tells why a call failed, from the error that it gave.
func FailureOf(err error) Failure {
	failed := status.Convert(err)
	failure := Failure{Status: failed.Code(), Message: failed.Message(), Metadata: map[string]string{}}
	for _, detail := range failed.Proto().GetDetails() {
		switch {
		case strings.HasSuffix(detail.GetTypeUrl(), "/google.rpc.ErrorInfo"):
			var info topgunv1.ErrorInfoDetail
			if proto.Unmarshal(detail.GetValue(), &info) == nil && info.GetDomain() == "topgun.v1" {
				failure.Reason = info.GetReason()
				failure.Code = topgunv1.ErrorCode(topgunv1.ErrorCode_value[info.GetReason()])
				failure.Result = topgunv1.OpResultCode(topgunv1.OpResultCode_value[info.GetReason()])
				failure.Metadata = info.GetMetadata()
			}
		case strings.HasSuffix(detail.GetTypeUrl(), "/google.rpc.RetryInfo"):
			var info topgunv1.RetryInfoDetail
			if proto.Unmarshal(detail.GetValue(), &info) == nil {
				failure.RetryAfter = info.GetRetryDelay().AsDuration()
			}
		}
	}
	return failure
}

// MayBeRetried tells whether the same call may well succeed later: the server was not reached or could not answer now, or the answer was lost.
func (failure Failure) MayBeRetried() bool {
	switch failure.Status {
	case codes.Unavailable, codes.DeadlineExceeded:
		return true
	case codes.ResourceExhausted:
		return failure.RetryAfter > 0
	default:
		return false
	}
}
