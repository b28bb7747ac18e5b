import type { Json, JsonObject } from '../../model/json.ts';
import { isObject, listAt, objectAt, stringAt } from '../../model/json.ts';
import type { ObserverAlert } from '../../model/node-activity.ts';
import type { Severity } from '../../model/severity.ts';
import { isSeverity } from '../../model/severity.ts';
import { container, digestIn, wholeNumber } from '../seen/references.ts';
import { textAt } from '../seen/text-at.ts';
import type { TraceeEvent } from './tracee-event.ts';

/** https://aquasecurity.github.io/tracee/dev/docs/outputs/event-structure */
export function readStructuredEvent(event: JsonObject): TraceeEvent {
  const workload = objectAt(event, 'workload');
  const inside = objectAt(workload, 'container');
  const made = objectAt(workload, 'process');
  const kubernetes = objectAt(workload, 'k8s');
  const pod = objectAt(kubernetes, 'pod') ?? objectAt(workload, 'pod');
  const image = objectAt(inside, 'image');
  const pid = wholeNumber(made?.['hostPid']);
  const [parent] = listAt(made, 'ancestors');
  const parentPid = isObject(parent) ? wholeNumber(parent['hostPid']) : undefined;
  return {
    name: stringAt(event, 'name') ?? '',
    at: stringAt(event, 'timestamp') ?? '',
    node: textAt(event, 'hostName'),
    pod: {
      namespace:
        textAt(objectAt(kubernetes, 'namespace'), 'name') || textAt(objectAt(pod, 'namespace'), 'name'),
      name: textAt(pod, 'name'),
      uid: textAt(pod, 'uid'),
    },
    container: container({
      id: textAt(inside, 'id'),
      name: textAt(inside, 'name'),
      image: textAt(image, 'name') || textAt(image, 'id'),
      imageDigest: digestIn(listAt(image, 'repoDigests').join(' ')),
    }),
    process: {
      ...(pid !== undefined && { pid }),
      binary: textAt(objectAt(made, 'executable'), 'path'),
      user: textAt(objectAt(made, 'realUser'), 'id'),
    },
    ...(parentPid !== undefined && {
      parent: {
        pid: parentPid,
        binary: isObject(parent) ? textAt(objectAt(parent, 'executable'), 'path') : '',
      },
    }),
    alert: alertOf(event),
    values: new Map(listAt(event, 'data').map(argumentOf)),
  };
}

/** The value is the one field beside the name; lists are wrapped in `value`. */
function argumentOf(item: Json): readonly [string, Json] {
  if (!isObject(item)) return ['', null];
  const [, found = null] = Object.entries(item).find(([key]) => key !== 'name') ?? [];
  const list = isObject(found) ? found['value'] : undefined;
  return [stringAt(item, 'name') ?? '', Array.isArray(list) ? list : found];
}

function alertOf(event: JsonObject): ObserverAlert | undefined {
  const threat = objectAt(event, 'threat');
  if (threat === undefined) return undefined;
  const technique = textAt(objectAt(objectAt(threat, 'mitre'), 'technique'), 'id');
  return {
    title: textAt(threat, 'name') || textAt(event, 'name'),
    severity: severityIn(textAt(threat, 'severity')),
    techniques: technique === '' ? [] : [technique],
  };
}

/** `HIGH`, `CRITICAL`; what a rule of somebody else calls critical wakes nobody by itself. */
function severityIn(text: string): Severity {
  const word = text.toLowerCase();
  if (word === 'critical') return 'high';
  return word === 'info' ? 'informational' : isSeverity(word) ? word : 'medium';
}
