import type { DescMessage } from '@bufbuild/protobuf';
import { createFileRegistry, fromJson } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';

/** `[name, number, type]`; a type that is a message's name begins with a capital; `[]` behind it: repeated; `?`: one of several. */
type Field = readonly [name: string, number: number, type: string];

/**
 * The messages of opentelemetry.proto.collector.logs.v1, as far as they are read here: other fields are passed over.
 * https://github.com/open-telemetry/opentelemetry-proto
 */
const messages = {
  ExportLogsServiceRequest: [['resource_logs', 1, 'ResourceLogs[]']],
  ResourceLogs: [
    ['resource', 1, 'Resource'],
    ['scope_logs', 2, 'ScopeLogs[]'],
  ],
  Resource: [['attributes', 1, 'KeyValue[]']],
  ScopeLogs: [['log_records', 2, 'LogRecord[]']],
  LogRecord: [
    ['time_unix_nano', 1, 'fixed64'],
    ['observed_time_unix_nano', 11, 'fixed64'],
    ['severity_text', 3, 'string'],
    ['body', 5, 'AnyValue'],
    ['attributes', 6, 'KeyValue[]'],
  ],
  AnyValue: [
    ['string_value', 1, 'string?'],
    ['bool_value', 2, 'bool?'],
    ['int_value', 3, 'int64?'],
    ['double_value', 4, 'double?'],
    ['array_value', 5, 'ArrayValue?'],
    ['kvlist_value', 6, 'KeyValueList?'],
    ['bytes_value', 7, 'bytes?'],
  ],
  ArrayValue: [['values', 1, 'AnyValue[]']],
  KeyValueList: [['values', 1, 'KeyValue[]']],
  KeyValue: [
    ['key', 1, 'string'],
    ['value', 2, 'AnyValue'],
  ],
  ExportLogsServiceResponse: [['partial_success', 1, 'ExportLogsPartialSuccess']],
  ExportLogsPartialSuccess: [
    ['rejected_log_records', 1, 'int64'],
    ['error_message', 2, 'string'],
  ],
  Status: [
    ['code', 1, 'int32'],
    ['message', 2, 'string'],
  ],
} as const satisfies Readonly<Record<string, readonly Field[]>>;

const file = fromJson(FileDescriptorProtoSchema, {
  name: 'logs.proto',
  package: 'otlp',
  syntax: 'proto3',
  messageType: Object.entries(messages).map(([name, fields]) => ({
    name,
    field: fields.map(descriptorOf),
    ...(fields.some(([, , type]) => type.endsWith('?')) && { oneofDecl: [{ name: 'value' }] }),
  })),
});
const registry = createFileRegistry(file, () => undefined);

/** Throws for a name that is not in the list. */
export function messageType(name: keyof typeof messages): DescMessage {
  const found = registry.getMessage(`otlp.${name}`);
  if (found === undefined) throw new Error(`no message ${name}`);
  return found;
}

function descriptorOf([name, number, type]: Field) {
  const bare = type.replace(/\[\]$|\?$/, '');
  const isMessage = /^[A-Z]/.test(bare);
  return {
    name,
    jsonName: name.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
    number,
    label: type.endsWith('[]') ? 'LABEL_REPEATED' : 'LABEL_OPTIONAL',
    type: isMessage ? 'TYPE_MESSAGE' : `TYPE_${bare.toUpperCase()}`,
    ...(isMessage && { typeName: `.otlp.${bare}` }),
    ...(type.endsWith('?') && { oneofIndex: 0 }),
  };
}
