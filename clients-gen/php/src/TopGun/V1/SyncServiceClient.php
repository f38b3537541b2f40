<?php
// GENERATED CODE -- DO NOT EDIT!

namespace TopGun\V1;

/**
 * The sync conversation between a replica and the server.
 */
class SyncServiceClient extends \Grpc\BaseStub {

    /**
     * @param string $hostname hostname
     * @param array $opts channel options
     * @param \Grpc\Channel $channel (optional) re-use channel object
     */
    public function __construct($hostname, $opts, $channel = null) {
        parent::__construct($hostname, $opts, $channel);
    }

    /**
     * One conversation. The bearer token stands in the call's metadata under "authorization".
     * The client sends Hello first and waits for Welcome or Error. Then each side sends frames as it likes; within the stream
     * their order is kept. The result of an op precedes every page whose state includes the op. The stream ends when the client
     * ends its side, when the token has expired, or after an Error frame; status OK follows a normal end, UNAUTHENTICATED,
     * PERMISSION_DENIED, INVALID_ARGUMENT, RESOURCE_EXHAUSTED, UNAVAILABLE or INTERNAL an Error frame.
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\BidiStreamingCall
     */
    public function Sync($metadata = [], $options = []) {
        return $this->_bidiRequest('/topgun.v1.SyncService/Sync',
        ['\TopGun\V1\SyncResponse','decode'],
        $metadata, $options);
    }

    /**
     * The server's half of the same conversation, for ways that pass no bidirectional stream: begins a session, or goes on with one.
     * The first response names the session's token; frames of the client go by SendFrames. The bearer token stands in the metadata of
     * each call, and its subject must be the one that began the session. A later call for the same session ends this one with status OK.
     * After an Error frame the status is as in Sync; it is told again to calls of the next seconds. A session of which the server knows nothing, or
     * no longer, gives NOT_FOUND with ERROR_CODE_SESSION_UNKNOWN: the client begins a new conversation.
     * @param \TopGun\V1\OpenSessionRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\ServerStreamingCall
     */
    public function OpenSession(\TopGun\V1\OpenSessionRequest $argument,
      $metadata = [], $options = []) {
        return $this->_serverStreamRequest('/topgun.v1.SyncService/OpenSession',
        $argument,
        ['\TopGun\V1\OpenSessionResponse', 'decode'],
        $metadata, $options);
    }

    /**
     * The client's half. Frames are numbered 1, 2, 3 over all calls of the session; those that have arrived before are passed over, and a
     * call whose numbers lie beyond the next waits up to 5 seconds for those before it, then the session ends with UNAVAILABLE. Status OK means that
     * the frames have arrived, not that they were looked at: what is wrong with them is told by an Error frame.
     * @param \TopGun\V1\SendFramesRequest $argument input argument
     * @param array $metadata metadata
     * @param array $options call options
     * @return \Grpc\UnaryCall
     */
    public function SendFrames(\TopGun\V1\SendFramesRequest $argument,
      $metadata = [], $options = []) {
        return $this->_simpleRequest('/topgun.v1.SyncService/SendFrames',
        $argument,
        ['\TopGun\V1\SendFramesResponse', 'decode'],
        $metadata, $options);
    }

}
