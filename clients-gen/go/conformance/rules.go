package main

import (
	"strings"

	"google.golang.org/grpc/codes"
	topgunv1 "topgun.dev/clients/go/topgun/v1"
)

const (
	ruleName = "no-minus"
	ruleCode = "if (context.remoteValue !== undefined && context.remoteValue.n < 0) return { action: 'reject', reason: 'below zero' }; " +
		"return { action: 'accept', value: context.remoteValue };"
)

func (t *trial) register(code string) (*topgunv1.RegisterResolverResponse, error) {
	resolver := &topgunv1.ResolverDefinition{Name: ruleName, Rule: &topgunv1.ResolverDefinition_Code{Code: code}}
	return t.client.Resolvers.RegisterResolver(t.ctx, &topgunv1.RegisterResolverRequest{Map: t.mapID, Resolver: resolver})
}

func (t *trial) putMinus() error {
	_, err := t.client.Maps.Put(t.ctx, &topgunv1.PutRequest{Map: t.mapID, Key: "k", Value: object(fields{"n": -1})})
	return err
}

func resolverRejects(t *trial) {
	registered, err := t.register(ruleCode)
	t.must(err)
	t.equal("claims", registered.GetClaims(), uint32(1))
	listed, err := t.client.Resolvers.ListResolvers(t.ctx, &topgunv1.ListResolversRequest{Map: t.mapID})
	t.must(err)
	t.equal("resolvers", len(listed.GetResolvers()), 1)
	t.equal("name", listed.GetResolvers()[0].GetResolver().GetName(), ruleName)

	t.put("k", fields{"n": 1})
	failure := t.refused(t.putMinus(), codes.FailedPrecondition, "OP_RESULT_CODE_MERGE_REJECTED", "resolver", ruleName)
	t.check("the message has the rule's reason", strings.Contains(failure.Message, "below zero"))
	t.holds("k", fields{"n": int64(1)})

	left, err := t.client.Resolvers.UnregisterResolver(t.ctx, &topgunv1.UnregisterResolverRequest{Map: t.mapID, Name: ruleName})
	t.must(err)
	t.equal("claims left", left.GetClaims(), uint32(0))
	t.must(t.putMinus())
	t.holds("k", fields{"n": int64(-1)})
}

func resolverWatch(t *trial) {
	_, err := t.register(ruleCode)
	t.must(err)
	rejections, err := t.client.Resolvers.WatchRejections(t.ctx, &topgunv1.WatchRejectionsRequest{Map: t.mapID})
	t.must(err)
	_, err = rejections.Header() // It has begun when they come.
	t.must(err)

	it := t.converse()
	it.catchUp()
	it.replace("k", fields{"n": -1})
	result := it.result()
	t.equal("code", result.GetCode(), topgunv1.OpResultCode_OP_RESULT_CODE_MERGE_REJECTED)
	t.equal("reason of the result", result.GetReason(), "below zero")
	t.equal("resolver of the result", result.GetResolver(), ruleName)
	it.end()

	told, err := rejections.Recv()
	t.must(err)
	rejection := told.GetRejection()
	t.equal("map", rejection.GetMap(), t.mapID)
	t.equal("key", rejection.GetKey(), "k")
	t.equal("number", rejection.GetNumber(), uint64(1))
	t.equal("reason", rejection.GetReason(), "below zero")
	t.equal("resolver", rejection.GetResolver(), ruleName)
}

func resolverInvalid(t *trial) {
	_, err := t.register("return {;")
	t.refused(err, codes.InvalidArgument, "ERROR_CODE_INVALID_RESOLVER", "line", "1")
}
