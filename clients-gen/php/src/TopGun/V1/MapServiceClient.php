<?php
// GENERATED CODE -- DO NOT EDIT!

namespace TopGun\V1;

/**
 * Maps for backends that keep no replica: each call is answered by the server, from what is committed, and a write is durable when its
 * answer comes. Every call needs the bearer token.
 *
 * A call that fails has a status with google.rpc.ErrorInfo in its details (domain "topgun.v1"); programs decide by its reason. Where
 * the write itself was refused the reason is the name of an OpResultCode, the status is FAILED_PRECONDITION, PERMISSION_DENIED or
 * INVALID_ARGUMENT, trying again is no use, and the metadata name "map", "key" and, of a conflict resolver, "resolver". Everywhere else
 * the reason is the name of an ErrorCode.
 *
 * Whoever does not know whether a write came into effect, because its answer was lost or was UNAVAILABLE, sends it again under the same
 * idempotency key: the server keeps for 24 hours, per user and map, what became of each keyed write, in the same commit as the write itself. The
 * second call gets the first one's answer and changes nothing. Without a key a repeat is another write.
 */
class MapServiceClient extends \Grpc\BaseStub {

    /**
     * @param string $hostname hostname
     * @param array $opts channel options
     * @param \Grpc\Channel $channel (optional) re-use channel object
     */
    public function __construct($hostname, $opts, $channel = null) {
        parent::__construct($hostname, $opts, $channel);
    }

    /**
     * Reads one record. Needs READ.
     * @param \TopGun\V1\GetRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function Get(\TopGun\V1\GetRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/topgun.v1.MapService/Get',
        $argument,
        ['\TopGun\V1\GetResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Writes a whole value. Of an object, older fields that it does not name are erased. Needs PUT.
     * @param \TopGun\V1\PutRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function Put(\TopGun\V1\PutRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/topgun.v1.MapService/Put',
        $argument,
        ['\TopGun\V1\PutResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Changes some fields of an object and leaves the others. Needs PUT.
     * @param \TopGun\V1\PatchRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function Patch(\TopGun\V1\PatchRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/topgun.v1.MapService/Patch',
        $argument,
        ['\TopGun\V1\PatchResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Removes a record; one that is absent stays so, which is no error. Needs REMOVE.
     * @param \TopGun\V1\RemoveRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function Remove(\TopGun\V1\RemoveRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/topgun.v1.MapService/Remove',
        $argument,
        ['\TopGun\V1\RemoveResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Adds elements to the set of a key of an OrMap. Needs PUT.
     * @param \TopGun\V1\AddElementsRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function AddElements(\TopGun\V1\AddElementsRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/topgun.v1.MapService/AddElements',
        $argument,
        ['\TopGun\V1\AddElementsResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Takes elements out of the set of a key of an OrMap, as they are now; those that are not in it stay out, which is no error. Needs REMOVE.
     * @param \TopGun\V1\RemoveElementsRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function RemoveElements(\TopGun\V1\RemoveElementsRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/topgun.v1.MapService/RemoveElements',
        $argument,
        ['\TopGun\V1\RemoveElementsResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Adds to the counter of a key of a PnCounter. Needs PUT.
     * @param \TopGun\V1\CountRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function Count(\TopGun\V1\CountRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/topgun.v1.MapService/Count',
        $argument,
        ['\TopGun\V1\CountResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Removes the counter of a key of a PnCounter, whatever it says now; one that is absent stays so, which is no error. Needs REMOVE.
     * @param \TopGun\V1\RemoveCounterRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function RemoveCounter(\TopGun\V1\RemoveCounterRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/topgun.v1.MapService/RemoveCounter',
        $argument,
        ['\TopGun\V1\RemoveCounterResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Makes several writes of one map: each by itself with a result of its own, or all of them or none.
     * @param \TopGun\V1\BatchRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function Batch(\TopGun\V1\BatchRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/topgun.v1.MapService/Batch',
        $argument,
        ['\TopGun\V1\BatchResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Answers a query from one moment of the map, in pages, in the order of the query. Needs READ.
     * @param \TopGun\V1\QueryRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\ServerStreamingCall
     */
    public function Query(\TopGun\V1\QueryRequest $argument,
      $metadata = [], $options = []) {
        return $this->_serverStreamRequest('/topgun.v1.MapService/Query',
        $argument,
        ['\TopGun\V1\QueryResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * Tells what changes in a map: since a cursor, or first all that is there. It goes on until the caller ends it. Needs READ.
     * @param \TopGun\V1\WatchRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\ServerStreamingCall
     */
    public function Watch(\TopGun\V1\WatchRequest $argument,
      $metadata = [], $options = []) {
        return $this->_serverStreamRequest('/topgun.v1.MapService/Watch',
        $argument,
        ['\TopGun\V1\WatchResponse', 'decode'],
        $metadata, $options);
    }

}
