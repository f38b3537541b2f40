# frozen_string_literal: true

class Trial
  NO_MINUS = "if (context.remoteValue !== undefined && context.remoteValue.n < 0) return { action: 'reject', reason: 'below zero' }; " \
             "return { action: 'accept', value: context.remoteValue };"

  scenario('resolver-rejects') do
    equal('claims', register(name: 'no-minus', code: NO_MINUS).claims, 1)
    listed = @client.resolvers.list_resolvers(V1::ListResolversRequest.new(map: @map), deadline: @ending)
    equal('resolvers', listed.resolvers.map { |it| it.resolver.name }, ['no-minus'])

    put('k', { n: 1 })
    failure = refused(GRPC::FailedPrecondition, :OP_RESULT_CODE_MERGE_REJECTED, resolver: 'no-minus') { put('k', { n: -1 }) }
    check("the message has the rule's reason", failure.message.include?('below zero'))
    holds('k', { 'n' => 1 })

    left = @client.resolvers.unregister_resolver(V1::UnregisterResolverRequest.new(map: @map, name: 'no-minus'), deadline: @ending)
    equal('claims left', left.claims, 0)
    put('k', { n: -1 })
    holds('k', { 'n' => -1 })
  end

  scenario('resolver-watch') do
    register(name: 'no-minus', code: NO_MINUS)
    operation = @client.resolvers.watch_rejections(V1::WatchRejectionsRequest.new(map: @map), deadline: @ending, return_op: true)
    told = operation.execute
    operation.metadata # It waits for the headers, which come when the watch has begun.

    talk = Conversation.new(@client, @ending, @map)
    talk.take(:caught_up)
    talk.replace('k', { n: -1 })
    result = talk.take(:op_results).results.first
    equal('result', [result.code, result.reason, result.resolver], [:OP_RESULT_CODE_MERGE_REJECTED, 'below zero', 'no-minus'])
    talk.end

    rejection = told.next.rejection
    got = [rejection.map, rejection.key, rejection.number, rejection.reason, rejection.resolver]
    equal('rejection', got, [@map, 'k', 1, 'below zero', 'no-minus'])
    operation.cancel
  end

  scenario('resolver-invalid') do
    refused(GRPC::InvalidArgument, :ERROR_CODE_INVALID_RESOLVER, line: '1') { register(name: 'broken', code: 'return {;') }
  end

  private

  def register(**definition)
    request = V1::RegisterResolverRequest.new(map: @map, resolver: V1::ResolverDefinition.new(**definition))
    @client.resolvers.register_resolver(request, deadline: @ending)
  end
end
