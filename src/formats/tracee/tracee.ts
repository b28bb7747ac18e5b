import type { JsonObject } from '../../model/json.ts';
import { objectAt, stringAt } from '../../model/json.ts';
import type { NodeActivity } from '../../model/node-activity.ts';
import type { Place } from '../seen/seen-format.ts';
import { seenFormat } from '../seen/seen-format.ts';
import { readFlatEvent } from './flat-event.ts';
import { readStructuredEvent } from './structured-event.ts';
import type { TraceeEvent } from './tracee-event.ts';
import { whatOf } from './what-of.ts';

/** JSON events of Tracee: the flat ones up to version 0.23, and those of its v1beta1 API. */
export const tracee = seenFormat({ name: 'tracee', isMine, read });

const isFlat = (value: JsonObject): boolean =>
  stringAt(value, 'eventName') !== undefined && Object.hasOwn(value, 'hostProcessId');

const isStructured = (value: JsonObject): boolean =>
  stringAt(value, 'name') !== undefined &&
  stringAt(value, 'timestamp') !== undefined &&
  ['process', 'container', 'k8s', 'pod'].some(
    key => objectAt(objectAt(value, 'workload'), key) !== undefined,
  );

function isMine(value: JsonObject): boolean {
  return isFlat(value) || isStructured(value);
}

function read(value: JsonObject, place: Place): readonly NodeActivity[] {
  const event: TraceeEvent = isFlat(value) ? readFlatEvent(value) : readStructuredEvent(value);
  const { at, node, pod, container, alert } = event;
  const what = whatOf(event);
  if (what === undefined) return [];
  return [{ ...place, at, node, pod, container, ...(alert && { alert }), ...what }];
}
