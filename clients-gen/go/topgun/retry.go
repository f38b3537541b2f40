package topgun

import (
	"context"
	cryptorand "crypto/rand"
	"encoding/hex"
	"math/rand"
	"time"
)

const (
	firstPause   = 100 * time.Millisecond
	longestPause = 5 * time.Second
)

// NewIdempotencyKey draws what tells a repeat of a write from another write: 16 random bytes in hex.
func NewIdempotencyKey() string {
	var drawn [16]byte
	if _, err := cryptorand.Read(drawn[:]); err != nil {
		panic("topgun: the system gives no random bytes: " + err.Error())
	}
	return hex.EncodeToString(drawn[:])
}

// Retry makes a call, and again while its outcome is not known, until ctx ends; then its last error is returned. It waits as long as the
// server asks for, and otherwise for a random part of a pause that doubles. A call may bound each try with a shorter deadline.
//
// A write MUST carry an idempotency key that was drawn before, outside of call: an answer may have been lost, and the key is what keeps the
// repeat from being another write.
func Retry[Response any](ctx context.Context, call func(context.Context) (Response, error)) (Response, error) {
	for pause := firstPause; ; pause = shorter(2*pause, longestPause) {
		response, err := call(ctx)
		if err == nil || ctx.Err() != nil {
			return response, err
		}
		failure := FailureOf(err)
		if !failure.MayBeRetried() {
			return response, err
		}
		// Jitter, so that callers that lost the same server do not come back together.
		wait := time.NewTimer(failure.RetryAfter + time.Duration(rand.Int63n(int64(pause))))
		select {
		case <-wait.C:
		case <-ctx.Done():
			wait.Stop()
			return response, err
		}
	}
}

func shorter(one, other time.Duration) time.Duration {
	if one < other {
		return one
	}
	return other
}
