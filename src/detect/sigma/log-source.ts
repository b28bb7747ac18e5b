import type { NodeActivity } from '../../model/node-activity.ts';
import type { LogSource } from '../rules/rule-document.ts';
import type { SigmaActivity } from './event-of.ts';

/** Which activities a rule is about. */
export type SigmaSource = 'audit' | 'process' | 'file' | 'removal' | 'connection' | 'proxy' | 'container';

/** Sigma's categories, for the nodes of a cluster, which are Linux; `container` is ours: Sigma has none. */
const categories = new Map<string, SigmaSource>([
  ['process_creation', 'process'],
  ['file_event', 'file'],
  ['file_delete', 'removal'],
  ['network_connection', 'connection'],
  ['proxy', 'proxy'],
  ['container_creation', 'container'],
]);

/** undefined: it is for logs that Watchbill does not read. */
export function sourceOf(logsource: LogSource): SigmaSource | undefined {
  if (isAuditSource(logsource)) return 'audit';
  const { category, product, service } = logsource;
  const fits = ['', 'linux', 'kubernetes'].includes(product) && service === '';
  return fits ? categories.get(category) : undefined;
}

/** Rules for `product: kubernetes` with `service: audit`; SigmaHQ adds `category: application` to some. */
export function isAuditSource({ category, product, service }: LogSource): boolean {
  const known = ['', 'kubernetes'].includes(product) && ['', 'audit'].includes(service);
  return known && ['', 'application'].includes(category) && (product !== '' || service !== '');
}

export const sourceText = (logsource: LogSource): string =>
  Object.entries(logsource)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${key} ${value}`)
    .join(', ');

/** undefined: no rule is asked about it, such as the end of a process. */
export function sourceOfActivity(activity: SigmaActivity): SigmaSource | undefined {
  return activity.type === 'audit' ? 'audit' : sourceOfSight(activity);
}

function sourceOfSight(activity: NodeActivity): SigmaSource | undefined {
  if (activity.type === 'process') return activity.act === 'started' ? 'process' : undefined;
  if (activity.type === 'container') return activity.act === 'started' ? 'container' : undefined;
  if (activity.type === 'flow') return activity.protocol === 'http' ? 'proxy' : 'connection';
  if (activity.act === 'removed') return 'removal';
  return activity.act === 'written' ? 'file' : undefined;
}
