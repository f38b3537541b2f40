<?php
// GENERATED CODE -- DO NOT EDIT!

namespace TopGun\V1;

/**
 * Conflict resolvers: rules of a map that look at each write before it takes effect. The same requests travel in the sync
 * conversation as ResolverCall; both need the bearer token. Status INVALID_ARGUMENT, PERMISSION_DENIED, ALREADY_EXISTS, NOT_FOUND,
 * RESOURCE_EXHAUSTED or UNAVAILABLE says what is wrong, with google.rpc.ErrorInfo in its details (domain "topgun.v1"), whose reason is the name of
 * an ErrorCode, and google.rpc.RetryInfo where waiting helps; StatusDetails has their form.
 */
class ResolverServiceClient extends \Grpc\BaseStub {

    /**
     * @param string $hostname hostname
     * @param array $opts channel options
     * @param \Grpc\Channel $channel (optional) re-use channel object
     */
    public function __construct($hostname, $opts, $channel = null) {
        parent::__construct($hostname, $opts, $channel);
    }

    /**
     * Gives a map a resolver, or joins those who registered the same one. It is in force, and stored with the map, when the answer
     * comes: every write that the server takes from then on is judged by it. Needs READ and RESOLVE.
     * @param \TopGun\V1\RegisterResolverRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function RegisterResolver(\TopGun\V1\RegisterResolverRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/topgun.v1.ResolverService/RegisterResolver',
        $argument,
        ['\TopGun\V1\RegisterResolverResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Gives up the caller's claim to a resolver; with the last claim the resolver goes. A caller with ADMIN ends all claims.
     * @param \TopGun\V1\UnregisterResolverRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function UnregisterResolver(\TopGun\V1\UnregisterResolverRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/topgun.v1.ResolverService/UnregisterResolver',
        $argument,
        ['\TopGun\V1\UnregisterResolverResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Lists resolvers, the server's own too, in the order of map and name, in pages. Needs READ; maps that the caller may not read
     * are left out.
     * @param \TopGun\V1\ListResolversRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function ListResolvers(\TopGun\V1\ListResolversRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/topgun.v1.ResolverService/ListResolvers',
        $argument,
        ['\TopGun\V1\ListResolversResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Says what would become of a write now, without writing anything. Needs READ and RESOLVE.
     * @param \TopGun\V1\DryRunResolverRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function DryRunResolver(\TopGun\V1\DryRunResolverRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/topgun.v1.ResolverService/DryRunResolver',
        $argument,
        ['\TopGun\V1\DryRunResolverResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Tells of ops of the caller that resolvers refuse, whatever device sent them in its conversation, from now on until the caller ends the
     * call. Refused writes of MapService are not told: whoever made such a call has the refusal as its status. Nothing is kept for callers that are
     * away: the results of the ops are. A caller too slow to follow is told by RESOURCE_EXHAUSTED.
     * @param \TopGun\V1\WatchRejectionsRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\ServerStreamingCall
     */
    public function WatchRejections(\TopGun\V1\WatchRejectionsRequest $argument,
      $metadata = [], $options = []) {
        return $this->_serverStreamRequest('/topgun.v1.ResolverService/WatchRejections',
        $argument,
        ['\TopGun\V1\WatchRejectionsResponse', 'decode'],
        $metadata, $options);
    }

}
