<?php

declare(strict_types=1);

namespace TopGun;

/** A string of PHP that is opaque bytes, and not a text. */
final class Bytes
{
    public function __construct(public readonly string $bytes)
    {
    }
}
