<?php

declare(strict_types=1);

namespace TopGun;

use TopGun\V1\ObjectValue;
use TopGun\V1\Record;
use TopGun\V1\RootKind;
use TopGun\V1\Value;

/** Records as they travel in the sync conversation. */
final class Records
{
    /**
     * What a record holds; null where it is removed.
     *
     * @throws \Exception if the bytes are no record, or one of a kind that is unknown here
     */
    public static function value(string $bytes): ?Value
    {
        $record = new Record();
        $record->mergeFromString($bytes);
        switch ($record->getRootKind()) {
            case RootKind::ROOT_KIND_REMOVED:
                return null;
            case RootKind::ROOT_KIND_VALUE:
                return $record->getRootValue();
            case RootKind::ROOT_KIND_OBJECT:
                $fields = [];
                foreach ($record->getRegisters() as $register) {
                    // Without a value the field was erased.
                    if ($register->hasValue()) {
                        $fields[$register->getField()] = $register->getValue();
                    }
                }
                return new Value(['object_value' => new ObjectValue(['fields' => $fields])]);
            default:
                throw new \UnexpectedValueException('A record of the kind ' . $record->getRootKind() . ' is unknown here.');
        }
    }
}
