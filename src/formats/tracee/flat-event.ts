import type { Json, JsonObject } from '../../model/json.ts';
import { fieldOf, listAt, numberAt, objectAt, stringAt } from '../../model/json.ts';
import type { ObserverAlert } from '../../model/node-activity.ts';
import { container, digestIn, timeOfNanoseconds, wholeNumber } from '../seen/references.ts';
import { textAt } from '../seen/text-at.ts';
import type { TraceeEvent } from './tracee-event.ts';
import { severityOf } from './tracee-event.ts';

/** https://aquasecurity.github.io/tracee/v0.18/docs/outputs/output-options */
export function readFlatEvent(event: JsonObject): TraceeEvent {
  const inside = objectAt(event, 'container');
  const kubernetes = objectAt(event, 'kubernetes');
  const pid = wholeNumber(event['hostProcessId']);
  const parentPid = wholeNumber(event['hostParentProcessId']);
  const image = textAt(inside, 'image') || textAt(event, 'containerImage');
  return {
    name: stringAt(event, 'eventName') ?? '',
    at: timeOfNanoseconds(event['timestamp']),
    node: textAt(event, 'hostName'),
    pod: {
      namespace: textAt(kubernetes, 'podNamespace') || textAt(event, 'podNamespace'),
      name: textAt(kubernetes, 'podName') || textAt(event, 'podName'),
      uid: textAt(kubernetes, 'podUID') || textAt(event, 'podUID'),
    },
    container: container({
      id: textAt(inside, 'id') || textAt(event, 'containerId'),
      name: textAt(inside, 'name') || textAt(event, 'containerName'),
      image,
      imageDigest: digestIn(textAt(inside, 'imageDigest')) || digestIn(image),
    }),
    process: {
      ...(pid !== undefined && { pid }),
      binary: textAt(objectAt(event, 'executable'), 'path') || textAt(event, 'processName'),
      user: textAt(event, 'userId'),
    },
    ...(parentPid !== undefined && { parent: { pid: parentPid, binary: '' } }),
    alert: alertOf(objectAt(event, 'metadata')),
    values: new Map(listAt(event, 'args').map(argumentOf)),
  };
}

const argumentOf = (argument: Json): readonly [string, Json] => [
  stringAt(argument, 'name') ?? '',
  fieldOf(argument, 'value') ?? null,
];

/** Signatures carry what they found; ordinary events have no metadata. */
function alertOf(metadata: JsonObject | undefined): ObserverAlert | undefined {
  const properties = objectAt(metadata, 'Properties');
  if (properties === undefined) return undefined;
  const technique = textAt(properties, 'external_id') || textAt(properties, 'id');
  return {
    title: textAt(properties, 'signatureName') || textAt(metadata, 'Description'),
    severity: severityOf(numberAt(properties, 'Severity') ?? 2),
    techniques: /^T\d{4}(?:\.\d{3})?$/.test(technique) ? [technique] : [],
  };
}
