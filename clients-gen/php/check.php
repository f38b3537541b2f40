<?php

// Reads all code that is generated, and puts what is written by hand through the cases of the conformance kit that need no server. Its one
// argument is the root of the repository.

declare(strict_types=1);

namespace Grpc {
    // Calls need the extension of gRPC, which is not tried here; the stubs are only read.
    if (!class_exists(BaseStub::class)) {
        class BaseStub
        {
        }
    }
}

namespace {
    use TopGun\Bytes;
    use TopGun\Failure;
    use TopGun\Records;
    use TopGun\V1;
    use TopGun\Values;

    spl_autoload_register(function (string $class): void {
        $file = '/' . str_replace('\\', '/', $class) . '.php';
        foreach ([__DIR__ . '/src', '/usr/share/php'] as $root) {
            if (is_file($root . $file)) {
                require_once $root . $file;
                return;
            }
        }
    });

    function check(string $what, bool $isSo): void
    {
        if (!$isSo) {
            fwrite(STDERR, "$what: this is not so\n");
            exit(1);
        }
    }

    function data(string $path, bool $objectsAreArrays): array
    {
        global $argv;
        $file = json_decode(file_get_contents($argv[1] . '/' . $path), $objectsAreArrays, 512, JSON_THROW_ON_ERROR);
        return ((array) $file)['cases'];
    }

    // The JSON mapping of Protobuf, by hand: the library's reader takes "__proto__" and its like for something else.
    function valueOf(array $json): V1\Value
    {
        $content = reset($json);
        return match (key($json)) {
            'nullValue' => Values::of(null),
            'boolValue' => new V1\Value(['bool_value' => $content]),
            'int64Value' => new V1\Value(['int64_value' => (int) $content]),
            'doubleValue' => new V1\Value(['double_value' => match ($content) { 'NaN' => NAN, 'Infinity' => INF, '-Infinity' => -INF, default => (float) $content }]),
            'stringValue' => new V1\Value(['string_value' => $content]),
            'bytesValue' => new V1\Value(['bytes_value' => base64_decode($content)]),
            'listValue' => new V1\Value(['list_value' => new V1\ListValue(['items' => array_map(valueOf(...), $content['items'])])]),
            'objectValue' => new V1\Value(['object_value' => new V1\ObjectValue(['fields' => array_map(valueOf(...), $content['fields'])])]),
        };
    }

    function record(stdClass $json): V1\Record
    {
        $kinds = ['removed' => V1\RootKind::ROOT_KIND_REMOVED, 'value' => V1\RootKind::ROOT_KIND_VALUE, 'object' => V1\RootKind::ROOT_KIND_OBJECT];
        $record = new V1\Record(['root_kind' => $kinds[$json->root->kind]]);
        if (property_exists($json->root, 'value')) {
            $record->setRootValue(Values::of($json->root->value));
        }
        $registers = [];
        foreach ((array) $json->registers as $name => $field) {
            $register = new V1\Register(['field' => (string) $name]);
            if (property_exists($field, 'value')) {
                $register->setValue(Values::of($field->value));
            }
            $registers[] = $register;
        }
        return $record->setRegisters($registers);
    }

    $count = 0;
    foreach (new RecursiveIteratorIterator(new RecursiveDirectoryIterator(__DIR__ . '/src', FilesystemIterator::SKIP_DOTS)) as $file) {
        require_once $file->getPathname();
        $count++;
    }
    check("$count files are all of it", $count > 100);

    foreach (data('tests/Conformance/Data/values.json', true) as $case) {
        $bytes = valueOf($case['value'])->serializeToString();
        $read = new V1\Value();
        $read->mergeFromString($bytes);
        check("{$case['scenario']} {$case['name']} is the same after being native", Values::of(Values::native($read))->serializeToString() === $bytes);
    }

    foreach (data('proto/testdata/register-merge.json', false) as $case) {
        if ($case->record !== null) {
            $value = Records::value(record($case->record)->serializeToString());
            check("$case->name is live", ($value !== null) === property_exists($case, 'value'));
            check("$case->name has its value", $value === null || Values::native($value) == $case->value);
        }
    }

    check('bytes stay bytes', Values::native(Values::of(new Bytes("\xff")))->bytes === "\xff");
    try {
        Values::of("\xff");
        check('what is not UTF-8 is no text', false);
    } catch (InvalidArgumentException) {
        // As it must be.
    }

    $info = new V1\ErrorInfoDetail(['reason' => 'ERROR_CODE_RATE_LIMITED', 'domain' => 'topgun.v1', 'metadata' => ['map' => 'todos']]);
    $retry = new V1\RetryInfoDetail(['retry_delay' => new Google\Protobuf\Duration(['seconds' => 1, 'nanos' => 500000000])]);
    $any = fn (string $name, $message) => new Google\Protobuf\Any(['type_url' => "type.googleapis.com/google.rpc.$name", 'value' => $message->serializeToString()]);
    $details = new V1\StatusDetails(['details' => [$any('ErrorInfo', $info), $any('RetryInfo', $retry)]]);
    $failure = new Failure((object) ['code' => 8, 'details' => 'Slower.', 'metadata' => ['grpc-status-details-bin' => [$details->serializeToString()]]]);
    check('a failure says why', [$failure->reason, $failure->message, $failure->metadata] === ['ERROR_CODE_RATE_LIMITED', 'Slower.', ['map' => 'todos']]);
    check('a failure says when', $failure->retryAfter === 1.5 && $failure->mayBeRetried());

    echo "$count files\n";
}
