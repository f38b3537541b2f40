package main

import (
	"context"
	"os"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"topgun.dev/clients/go/topgun"
	topgunv1 "topgun.dev/clients/go/topgun/v1"
)

func tokenMissing(t *trial) {
	connection, err := grpc.Dial(os.Getenv("CONFORMANCE_ADDRESS"), grpc.WithInsecure()) //nolint:staticcheck // as in the package
	t.must(err)
	defer connection.Close()
	_, err = topgunv1.NewMapServiceClient(connection).Get(t.ctx, &topgunv1.GetRequest{Map: t.mapID, Key: "k"})
	t.refused(err, codes.Unauthenticated, "ERROR_CODE_UNAUTHENTICATED")
}

func tokenExpired(t *trial) {
	client := t.open("CONFORMANCE_ADDRESS", "CONFORMANCE_EXPIRED_TOKEN")
	defer client.Close()
	_, err := client.Maps.Get(t.ctx, &topgunv1.GetRequest{Map: t.mapID, Key: "k"})
	t.refused(err, codes.Unauthenticated, "ERROR_CODE_UNAUTHENTICATED")
}

func forbidden(t *trial) {
	reader := t.open("CONFORMANCE_ADDRESS", "CONFORMANCE_READER_TOKEN")
	defer reader.Close()
	_, err := reader.Maps.Put(t.ctx, &topgunv1.PutRequest{Map: t.mapID, Key: "k", Value: object(fields{"a": 1})})
	t.refused(err, codes.PermissionDenied, "OP_RESULT_CODE_FORBIDDEN")
	_, err = reader.Maps.Get(t.ctx, &topgunv1.GetRequest{Map: t.mapID, Key: "k"})
	t.must(err)
}

func invalid(t *trial) {
	_, noValue := t.client.Maps.Put(t.ctx, &topgunv1.PutRequest{Map: t.mapID, Key: "k"})
	_, noMap := t.client.Maps.Get(t.ctx, &topgunv1.GetRequest{Key: "k"})
	for _, err := range []error{noValue, noMap} {
		failure := topgun.FailureOf(err)
		t.equal("status", failure.Status, codes.InvalidArgument)
		t.check("there is a reason and a message", failure.Reason != "" && failure.Message != "")
	}
}

func deadline(t *trial) {
	begun := time.Now()
	ctx, cancel := context.WithTimeout(t.ctx, 500*time.Millisecond)
	defer cancel()
	changes, err := t.client.Maps.Watch(ctx, &topgunv1.WatchRequest{Map: t.mapID, ChangesOnly: true})
	for err == nil {
		_, err = changes.Recv()
	}
	t.equal("status", topgun.FailureOf(err).Status, codes.DeadlineExceeded)
	t.check("it ends within 10 s", time.Since(begun) < 10*time.Second)
}

func idempotencyRepeat(t *trial) {
	keyed := &topgunv1.PutRequest{Map: t.mapID, Key: "k", Value: object(fields{"n": 1}), IdempotencyKey: topgun.NewIdempotencyKey()}
	first, err := t.client.Maps.Put(t.ctx, keyed)
	t.must(err)
	t.put("k", fields{"n": 2})
	again, err := t.client.Maps.Put(t.ctx, keyed)
	t.must(err)
	t.equal("version", again.GetVersion(), first.GetVersion())
	t.equal("superseded", again.GetSuperseded(), first.GetSuperseded())
	t.holds("k", fields{"n": int64(2)})
}

func idempotencyReused(t *trial) {
	key := topgun.NewIdempotencyKey()
	_, err := t.client.Maps.Put(t.ctx, &topgunv1.PutRequest{Map: t.mapID, Key: "k", Value: object(fields{"n": 1}), IdempotencyKey: key})
	t.must(err)
	_, err = t.client.Maps.Put(t.ctx, &topgunv1.PutRequest{Map: t.mapID, Key: "k", Value: object(fields{"n": 2}), IdempotencyKey: key})
	t.refused(err, codes.FailedPrecondition, "ERROR_CODE_KEY_REUSED", "idempotency_key", key)
}

func retryLostAnswer(t *trial) {
	rule := &topgunv1.ResolverDefinition_BuiltIn{BuiltIn: &topgunv1.BuiltInRule{Kind: "FIRST_WRITE_WINS"}}
	request := &topgunv1.RegisterResolverRequest{Map: t.mapID, Resolver: &topgunv1.ResolverDefinition{Name: "first", Rule: rule}}
	_, err := t.client.Resolvers.RegisterResolver(t.ctx, request)
	t.must(err)

	lossy := t.open("CONFORMANCE_LOSSY_ADDRESS", "CONFORMANCE_TOKEN")
	defer lossy.Close()
	put := &topgunv1.PutRequest{Map: t.mapID, Key: "k", Value: object(fields{"n": 1}), IdempotencyKey: topgun.NewIdempotencyKey()}
	tries := 0
	_, err = topgun.Retry(t.ctx, func(ctx context.Context) (*topgunv1.PutResponse, error) {
		tries++
		return lossy.Maps.Put(ctx, put)
	})
	t.must(err)
	t.check("an answer was lost", tries > 1)
	t.holds("k", fields{"n": int64(1)})
}
