import type { Activity } from './activity.ts';
import { stringAt } from './json.ts';

/**
 * How an object came to be seen that the API server showed without a request. `known`: it was there when the watch began; `sole`: nothing
 * else is there that tells who changed it; `awaited`: an audit log that should tell had the time to; `explained`: one told, without the body.
 */
export const observationTypes = ['known', 'sole', 'awaited', 'explained'] as const;
export type ObservationType = (typeof observationTypes)[number];

/** Of an activity in format `kubernetes-watch`. Only that format writes them. */
export const observationKeys = {
  type: 'watchbill/observed',
  /** `spec`, where that changed; `rest`, where only the rest did. */
  changed: 'watchbill/changed',
} as const;

/** undefined for what a request tells, and for manifests. */
export function observationOf(activity: Activity | undefined): ObservationType | undefined {
  if (activity?.type !== 'audit' || activity.format !== 'kubernetes-watch') return undefined;
  const text = stringAt(activity.event['annotations'], observationKeys.type);
  return observationTypes.find(type => type === text) ?? 'sole';
}
