import { aspects } from '../../lineage/aspects.ts';
import type {
  IdentityFacts,
  LineageFacts,
  NamespaceFacts,
  OwnerFacts,
  RunFacts,
} from '../../lineage/facts/lineage-facts.ts';
import { flag, object, text, texts, whole } from './cel-type.ts';

const lineageOwner = object<OwnerFacts>('LineageOwner', {
  state: text(
    'Of the object that it names as its owner: none, alive, deleted (before the request), replaced (another object has the name), unknown (not in the log)',
  ),
  goneSeconds: whole('For so long the owner has not been there; -1 if it is, or that is not known'),
  author: text('Who last changed what the owner runs, as whom; empty if not known'),
});

const lineageRun = object<RunFacts>('LineageRun', {
  cronJob: text('The CronJob in its owner references, or one in the log after which it is named; else empty'),
  unit: text(
    "minutes or seconds since 1970, by which its name ends as the CronJob controller's do; else empty",
  ),
  minute: text('That time, RFC 3339; empty if the name tells none'),
  due: text(
    "Has the CronJob's schedule that minute: yes, no, unknown. Without a time zone no is said only if it is due in no zone",
  ),
  stamp: text("The annotation with the scheduled time says the name's: none (there is none), same, other"),
  early: flag('The minute was still to come'),
});

const lineageNamespace = object<NamespaceFacts>('LineageNamespace', {
  pods: whole('Pods that were made for an owner so far'),
  barePods: whole('Pods without an owner so far, this one included'),
});

const lineageIdentity = object<IdentityFacts>('LineageIdentity', {
  agent: text(
    'usual, new or unknown: the program in the user agent beside those with which built-in controllers acted before',
  ),
  address: text('The same of the last of its addresses'),
  addressOf: text('Somebody else who acts from that address and is no part of Kubernetes; else empty'),
  tokenOf: text('Who asked for the token that was used, if that was no node and no controller; else empty'),
});

/** The fields of `lineage`: facts about origins that only the rest of the log tells. */
export const lineage = object<LineageFacts>('Lineage', {
  created: flag('The request made the object: a patch (server-side apply) or an update may, too'),
  relation: text(
    'none: it names no owner; made: a controller made it from its owner; claimed: its author says so',
  ),
  confidence: text('Of the relation: certain, probable, unknown'),
  owner: lineageOwner('The object that it names as its owner'),
  template: text(
    "What it runs beside its owner's template: none (no such owner), same, earlier (as the owner's did before), differs, unknown",
  ),
  differences: texts(`In what it differs: ${aspects.join(', ')}`),
  run: lineageRun('Of a Job that has the name or the annotation of a scheduled run'),
  recreated: flag(
    'The same, by name, owner and what it runs, was there before and was deleted: it is put back',
  ),
  ownerChange: text(
    'What an update or a patch did to its owner references: none, added, removed, replaced, unknown',
  ),
  ownerBefore: text('Its owner before that: CronJob nightly; empty if there was none or it is not known'),
  orphaning: flag('It is deleted so that what it made goes on without it (propagationPolicy Orphan)'),
  orphans: texts('What goes on, as far as the log tells; the first ten'),
  captures: texts('Workloads of others whose pods its selector matches: Deployment web'),
  capturedBy: texts('Workloads of others that take this pod for their own by its labels'),
  namespace: lineageNamespace('How pods came into its namespace so far'),
  identity: lineageIdentity('How the one who made the request acted so far'),
});
