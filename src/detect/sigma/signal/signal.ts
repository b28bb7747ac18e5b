import { activityEvidence } from '../../../model/activity-evidence.ts';
import type { JsonObject } from '../../../model/json.ts';
import { fieldOf, stringAt } from '../../../model/json.ts';
import type { DetectorReference, Evidence, Signal } from '../../../model/signal.ts';
import type { RuleFields } from '../../rules/rule-document.ts';
import type { CompiledRule } from '../compile-rules.ts';
import type { SigmaActivity } from '../event-of.ts';
import { eventOf } from '../event-of.ts';
import { reasonsOf } from './reasons.ts';

/** What a rule says of an event that it matches. */
export function signalOf(rule: CompiledRule, activity: SigmaActivity): Signal {
  const event = eventOf(activity);
  return {
    detector: detectorOf(rule),
    severity: rule.document.metadata.level ?? 'medium',
    attack: rule.attack,
    reasons: reasonsOf(rule, event),
    evidence: [evidenceOf(activity)],
    missing: missingFields(rule, event),
  };
}

/** One object for all signals of a rule. */
function detectorOf(rule: CompiledRule): DetectorReference {
  const known = detectors.get(rule);
  if (known !== undefined) return known;
  const { title, author } = rule.document.metadata;
  const detector = {
    type: 'sigma',
    id: ruleId(rule.document),
    title,
    ...(author === '' ? {} : { author }),
  } as const;
  detectors.set(rule, detector);
  return detector;
}

const detectors = new WeakMap<CompiledRule, DetectorReference>();

/** Rules without an id are known by their name, or else by their place. */
export function ruleId({ metadata, file, index }: RuleFields): string {
  return metadata.id || metadata.name || (index === 0 ? file : `${file}#${index}`);
}

export function evidenceOf(activity: SigmaActivity): Evidence {
  if (activity.type !== 'audit') return activityEvidence(activity);
  const { event, origin } = activity;
  const time = stringAt(event, 'stageTimestamp') ?? stringAt(event, 'requestReceivedTimestamp') ?? null;
  return { ...origin, auditID: stringAt(event, 'auditID') ?? '', time: time === '' ? null : time };
}

/** Body fields that the rule reads and that this level, or truncation, left out. */
function missingFields(rule: CompiledRule, event: JsonObject): readonly string[] {
  const hidden = rule.bodyFields.filter(field => isLeftOut(event, field.split('.')[0] ?? ''));
  return hidden;
}

function isLeftOut(event: JsonObject, body: string): boolean {
  if (fieldOf(event, body) !== undefined) return false;
  if (stringAt(fieldOf(event, 'annotations'), 'audit.k8s.io/truncated') === 'true') return true;
  const level = stringAt(event, 'level');
  return level === 'Metadata' || (level === 'Request' && body === 'responseObject');
}
