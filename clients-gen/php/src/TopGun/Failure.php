<?php

declare(strict_types=1);

namespace TopGun;

use TopGun\V1\ErrorInfoDetail;
use TopGun\V1\RetryInfoDetail;
use TopGun\V1\StatusDetails;

/** Why a call failed. Programs decide by reason, people read message. */
final class Failure
{
    private const UNAVAILABLE = 14;
    private const DEADLINE_EXCEEDED = 4;
    private const RESOURCE_EXHAUSTED = 8;

    /** The name of an ErrorCode or, where a write was refused, of an OpResultCode; empty where the server said nothing, as when it is not reached. */
    public readonly string $reason;
    /** For people. */
    public readonly string $message;
    /** @var array<string, string> What programs may need besides: "map", "key", "resolver" and others, as the codes say. */
    public readonly array $metadata;
    /** How many seconds to wait before the next try; 0 where the server asks for no wait. */
    public readonly float $retryAfter;

    /** What the status of a call says: code, details and metadata, as Grpc\UnaryCall::wait gives it. */
    public function __construct(private readonly \stdClass $status)
    {
        [$reason, $metadata, $retryAfter] = ['', [], 0.0];
        foreach (self::details($status) as $detail) {
            if (str_ends_with($detail->getTypeUrl(), '/google.rpc.ErrorInfo')) {
                $info = new ErrorInfoDetail();
                $info->mergeFromString($detail->getValue());
                if ($info->getDomain() === 'topgun.v1') {
                    [$reason, $metadata] = [$info->getReason(), iterator_to_array($info->getMetadata())];
                }
            } elseif (str_ends_with($detail->getTypeUrl(), '/google.rpc.RetryInfo')) {
                $info = new RetryInfoDetail();
                $info->mergeFromString($detail->getValue());
                $retryAfter = (int) $info->getRetryDelay()?->getSeconds() + (int) $info->getRetryDelay()?->getNanos() / 1e9;
            }
        }
        [$this->reason, $this->message, $this->metadata, $this->retryAfter] = [$reason, (string) $status->details, $metadata, $retryAfter];
    }

    /** Whether the same call may well succeed later: the server was not reached or could not answer now, or the answer was lost. */
    public function mayBeRetried(): bool
    {
        return match ($this->status->code) {
            self::UNAVAILABLE, self::DEADLINE_EXCEEDED => true,
            self::RESOURCE_EXHAUSTED => $this->retryAfter > 0,
            default => false,
        };
    }

    /** @return iterable<\Google\Protobuf\Any> */
    private static function details(\stdClass $status): iterable
    {
        $details = new StatusDetails();
        $details->mergeFromString($status->metadata['grpc-status-details-bin'][0] ?? '');
        return $details->getDetails();
    }
}
