<?php

declare(strict_types=1);

namespace TopGun;

use Google\Protobuf\NullValue;
use TopGun\V1\ListValue;
use TopGun\V1\ObjectValue;
use TopGun\V1\Patch;
use TopGun\V1\Value;

/** Native values to and from Value. */
final class Values
{
    /**
     * A Value of null, a bool, an int, a float, a string (a text in UTF-8), Bytes, an array that is a list (an empty one too), or an
     * object: an array by names, or a stdClass. A Value stands for itself.
     *
     * @throws \InvalidArgumentException if it is anything else, or a string that is not UTF-8
     */
    public static function of(mixed $native): Value
    {
        return match (true) {
            $native instanceof Value => $native,
            $native === null => new Value(['null_value' => NullValue::NULL_VALUE]),
            is_bool($native) => new Value(['bool_value' => $native]),
            is_int($native) => new Value(['int64_value' => $native]),
            is_float($native) => new Value(['double_value' => $native]),
            is_string($native) => new Value(['string_value' => self::text($native)]),
            $native instanceof Bytes => new Value(['bytes_value' => $native->bytes]),
            is_array($native) && array_is_list($native) => new Value(['list_value' => new ListValue(['items' => array_map(self::of(...), $native)])]),
            is_array($native), $native instanceof \stdClass => new Value(['object_value' => new ObjectValue(['fields' => self::fields((array) $native)])]),
            default => throw new \InvalidArgumentException('A ' . get_debug_type($native) . ' has no place in a Value.'),
        };
    }

    /**
     * The fields of an object, or those that a Patch sets; see of.
     *
     * @param array<array-key, mixed> $native
     * @return array<array-key, Value>
     */
    public static function fields(array $native): array
    {
        return array_map(self::of(...), $native);
    }

    /**
     * A Patch that sets some fields and erases others; see of.
     *
     * @param array<array-key, mixed> $set
     * @param list<string> $erase
     */
    public static function patch(array $set, array $erase = []): Patch
    {
        return new Patch(['set' => self::fields($set), 'erase' => $erase]);
    }

    /** The opposite of of: null, bool, int, float, string, Bytes, a list, or a stdClass. Of a Value that is not set, or is null itself, null. */
    public static function native(?Value $value): mixed
    {
        return match ($value?->getKind()) {
            'bool_value' => $value->getBoolValue(),
            'int64_value' => (int) $value->getInt64Value(),
            'double_value' => $value->getDoubleValue(),
            'string_value' => $value->getStringValue(),
            'bytes_value' => new Bytes($value->getBytesValue()),
            'list_value' => array_map(self::native(...), iterator_to_array($value->getListValue()->getItems(), false)),
            'object_value' => (object) array_map(self::native(...), iterator_to_array($value->getObjectValue()->getFields())),
            default => null,
        };
    }

    private static function text(string $text): string
    {
        if (preg_match('//u', $text) !== 1) {
            throw new \InvalidArgumentException('A string of ' . strlen($text) . ' bytes is not UTF-8; bytes that are no text are TopGun\Bytes.');
        }
        return $text;
    }
}
