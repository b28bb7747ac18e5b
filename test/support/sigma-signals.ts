import { parseRuleFile } from '../../src/detect/rules/parse-rule-file.ts';
import { compileSigma } from '../../src/detect/sigma/compile-sigma.ts';
import type { SigmaOptions } from '../../src/detect/sigma/options.ts';
import type { AuditActivity } from '../../src/model/activity.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Signal } from '../../src/model/signal.ts';

/** For tests: an audit event as activity. */
export function readable(event: JsonObject): AuditActivity {
  const origin = { source: 'audit-file', file: 'audit.log', line: 7 };
  return { type: 'audit', cluster: 'c', origin, format: 'kubernetes-audit', event, request: emptyRequest };
}

/** The same, for what must read the event alone. */
export function activity(event: JsonObject): AuditActivity {
  const unread = (): never => {
    throw new Error('the request was read');
  };
  return Object.defineProperty(readable(event), 'request', { get: unread });
}

const emptyRequest: AuditActivity['request'] = {
  auditId: '',
  level: 'unknown',
  stage: 'unknown',
  verb: '',
  uri: '',
  user: { user: '', groups: [], extra: {} },
  sourceIPs: [],
  userAgent: '',
  message: '',
  outcome: 'unanswered',
  dryRun: false,
  fieldManager: '',
  receivedAt: '',
  at: '',
  annotations: {},
  truncated: false,
};

/** For tests: what the rules of a text say of an event. */
export function signals(
  text: string,
  event: JsonObject,
  options: Partial<SigmaOptions> = {},
): readonly Signal[] {
  const { documents } = parseRuleFile(text, 'rule.yml');
  return compileSigma(documents, { pipelines: [], ...options }).detector.inspect(activity(event));
}

export const reasons = (text: string, event: JsonObject): readonly string[] =>
  signals(text, event)[0]?.reasons ?? [];
