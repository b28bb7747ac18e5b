import type { DescMessage } from '@bufbuild/protobuf';
import { createFileRegistry, fromBinary, fromJson, toBinary, toJson } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema } from '@bufbuild/protobuf/wkt';
import type { JsonObject } from '../../model/json.ts';
import { isObject } from '../../model/json.ts';

/** `[name, number, type]`; a type with a capital is a message of this file, `[]` repeats, `map` is of texts. */
type Field = readonly [name: string, number: number, type: string];

/**
 * Messages of containerd's API and its events, as far as they are read here: other fields are passed over.
 * https://github.com/containerd/containerd/tree/main/api
 */
const messages = {
  SubscribeRequest: [['filters', 1, 'string[]']],
  Timestamp: [
    ['seconds', 1, 'int64'],
    ['nanos', 2, 'int32'],
  ],
  Any: [
    ['type_url', 1, 'string'],
    ['value', 2, 'bytes'],
  ],
  Envelope: [
    ['timestamp', 1, 'Timestamp'],
    ['namespace', 2, 'string'],
    ['topic', 3, 'string'],
    ['event', 4, 'Any'],
  ],
  Text: [
    ['key', 1, 'string'],
    ['value', 2, 'string'],
  ],
  ContainerCreate: [
    ['id', 1, 'string'],
    ['image', 2, 'string'],
  ],
  ContainerUpdate: [
    ['id', 1, 'string'],
    ['image', 2, 'string'],
    ['labels', 3, 'Text[]'],
  ],
  ContainerDelete: [['id', 1, 'string']],
  TaskStart: [
    ['container_id', 1, 'string'],
    ['pid', 2, 'uint32'],
  ],
  TaskExit: [
    ['container_id', 1, 'string'],
    ['id', 2, 'string'],
    ['pid', 3, 'uint32'],
    ['exit_status', 4, 'uint32'],
  ],
  TaskExecStarted: [
    ['container_id', 1, 'string'],
    ['exec_id', 2, 'string'],
    ['pid', 3, 'uint32'],
  ],
  ListNamespacesResponse: [['namespaces', 1, 'Namespace[]']],
  Namespace: [['name', 1, 'string']],
  GetContainerRequest: [['id', 1, 'string']],
  GetContainerResponse: [['container', 1, 'Container']],
  ListContainersResponse: [['containers', 1, 'Container[]']],
  Container: [
    ['id', 1, 'string'],
    ['labels', 2, 'Text[]'],
    ['image', 3, 'string'],
    ['spec', 5, 'Any'],
    ['created_at', 8, 'Timestamp'],
  ],
  GetImageRequest: [['name', 1, 'string']],
  GetImageResponse: [['image', 1, 'Image']],
  Image: [['target', 3, 'Descriptor']],
  Descriptor: [['digest', 2, 'string']],
  Empty: [],
} as const satisfies Readonly<Record<string, readonly Field[]>>;

export type MessageName = keyof typeof messages;

const file = fromJson(FileDescriptorProtoSchema, {
  name: 'containerd.proto',
  package: 'containerd',
  syntax: 'proto3',
  messageType: Object.entries(messages).map(([name, fields]) => ({ name, field: fields.map(descriptorOf) })),
});

const registry = createFileRegistry(file, () => undefined);

function descriptorOf([name, number, type]: Field) {
  const repeated = type.endsWith('[]');
  const base = repeated ? type.slice(0, -2) : type;
  const isMessage = /^[A-Z]/.test(base);
  return {
    name,
    number,
    label: repeated ? 'LABEL_REPEATED' : 'LABEL_OPTIONAL',
    type: isMessage ? 'TYPE_MESSAGE' : `TYPE_${base.toUpperCase()}`,
    ...(isMessage && { typeName: `.containerd.${base}` }),
  };
}

function schemaOf(name: MessageName): DescMessage {
  const found = registry.getMessage(`containerd.${name}`);
  if (found === undefined) throw new Error(`no message ${name}`);
  return found;
}

export function encoded(name: MessageName, value: JsonObject): Buffer {
  return Buffer.from(toBinary(schemaOf(name), fromJson(schemaOf(name), JSON.parse(JSON.stringify(value)))));
}

/** With the names of the fields as they are in the API; a whole number of 64 bits as text, bytes in base64. */
export function decoded(name: MessageName, bytes: Uint8Array): JsonObject {
  const value: unknown = toJson(schemaOf(name), fromBinary(schemaOf(name), bytes), {
    useProtoFieldName: true,
  });
  return isObject(value) ? value : {};
}

const events = new Map<string, MessageName>([
  ['/containers/create', 'ContainerCreate'],
  ['/containers/update', 'ContainerUpdate'],
  ['/containers/delete', 'ContainerDelete'],
  ['/tasks/start', 'TaskStart'],
  ['/tasks/exit', 'TaskExit'],
  ['/tasks/exec-started', 'TaskExecStarted'],
]);

/** undefined: an event of something else than the life of containers. */
export function eventBody({
  topic,
  event,
}: {
  readonly topic: string;
  readonly event: Uint8Array;
}): JsonObject | undefined {
  const name = events.get(topic);
  if (name === undefined) return undefined;
  const { labels, ...body } = decoded(name, event);
  return labels === undefined ? body : { ...body, labels: textsOf(labels) };
}

/** A map is a list of pairs on the wire. */
export function textsOf(pairs: unknown): { readonly [key: string]: string } {
  const list: readonly unknown[] = Array.isArray(pairs) ? pairs : [];
  return Object.fromEntries(
    list.flatMap(pair => {
      const key = isObject(pair) ? pair['key'] : undefined;
      const value = isObject(pair) ? (pair['value'] ?? '') : undefined;
      return typeof key === 'string' && typeof value === 'string' ? [[key, value] as const] : [];
    }),
  );
}
