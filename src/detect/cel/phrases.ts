import { typed } from '../../workloads/command.ts';
import { itemsOf, matchOffset, scalarOf, sourceOf } from './cel-engine.ts';
import type { CelData, Constant, Expression, Scope } from './expression.ts';
import type { Fact } from './facts.ts';
import type { Origin, Places } from './places.ts';
import { containerOf, originOf, textOf, textsOf, titleOf } from './places.ts';
import { excerpt, quoted } from './quotes.ts';

interface State {
  readonly scope: Scope;
  readonly places: Places;
}

/** What a condition without further parts says, as facts; nothing for what goes without saying. */
export function phraseOf(value: boolean, expression: Expression, state: State): readonly Fact[] {
  const asked = subjectOf(expression);
  const origin = originOf(asked.subject, state.places);
  if (origin === undefined || isRaw(origin)) return [stated(value, expression)];
  const subject = titleOf(origin.within);
  const says = saysOf({ value, asked, origin, state });
  return [{ subject, says, weight: weightOf(origin, value, asked) }];
}

interface Asked {
  readonly subject: Expression;
  readonly operator: string;
  readonly operand?: Expression;
}

/** The side of a condition that comes from the log, and what is asked of it. */
function subjectOf(expression: Expression): Asked {
  if (expression.kind !== 'call') return { subject: expression, operator: '' };
  const [first, second] = expression.args;
  if (expression.target !== undefined) {
    const asked = { subject: expression.target, operator: expression.name };
    return first === undefined ? asked : { ...asked, operand: first };
  }
  if (first === undefined) return { subject: expression, operator: '' };
  if (second === undefined) return { subject: first, operator: expression.name };
  if (expression.name === '@in' && first.kind === 'constant') {
    return { subject: second, operator: 'holds', operand: first };
  }
  return first.kind === 'constant'
    ? { subject: second, operator: expression.name, operand: first }
    : { subject: first, operator: expression.name, operand: second };
}

/** The raw object may hold secrets: it is never quoted. */
function isRaw({ path }: Origin): boolean {
  return /^(?:object|oldObject)\b/.test(path);
}

function stated(value: boolean, expression: Expression): Fact {
  const source = excerpt(sourceOf(expression), 0);
  return { subject: '', says: `the condition ${source} is ${value}`, weight: value ? 2 : 1 };
}

interface Saying {
  readonly value: boolean;
  readonly asked: Asked;
  readonly origin: Origin;
  readonly state: State;
}

function saysOf(saying: Saying): string {
  const { asked, origin, state } = saying;
  const found = asked.subject.evaluate(state.scope);
  const value = found.ok ? found.value : undefined;
  const match = matchIn(saying, value);
  return (
    commandSays(origin, value, match) ??
    environmentSays(origin) ??
    mountSays(origin) ??
    `${labelOf(origin)} ${predicateOf(saying, value, match)}`
  );
}

/** Where in the text the thing asked for is, so that a cut quote shows it. */
function matchIn({ asked }: Saying, value: CelData): number {
  if (typeof value !== 'string' || asked.operand?.kind !== 'constant') return 0;
  const wanted = asked.operand.value;
  if (typeof wanted !== 'string') return 0;
  return asked.operator === 'matches' ? matchOffset(wanted, value) : Math.max(0, value.indexOf(wanted));
}

/** Sentences about what a container runs show the whole command line. */
function commandSays({ path, within }: Origin, value: CelData, match: number): string | undefined {
  const container = containerOf(within);
  const field = /^workload\.containers\[\]\.(commandLines|command|args|decoded)\b/.exec(path)?.[1];
  if (container === undefined || field === undefined) return undefined;
  if (field === 'decoded') return typeof value === 'string' ? `hides: ${excerpt(value, match)}` : undefined;
  if (typeof value !== 'string' && field !== 'command' && field !== 'args') return undefined;
  const [main = ''] = textsOf(container.item, 'commandLines');
  const isHook = field === 'commandLines' && typeof value === 'string' && value !== main;
  if (isHook) return `runs in a hook or probe: ${excerpt(value, match)}`;
  const words = [...textsOf(container.item, 'command'), ...textsOf(container.item, 'args')];
  return words.length === 0 ? undefined : `runs: ${excerpt(typed(words), match)}`;
}

/** Values of variables are never shown. */
function environmentSays({ path, within }: Origin): string | undefined {
  if (within === undefined) return undefined;
  if (path.startsWith('workload.containers[].envFrom[]')) {
    const { item } = within;
    return `takes its environment from ${sourceName(item)}`;
  }
  if (!path.startsWith('workload.containers[].env[]')) return undefined;
  const from = sourceName(within.item);
  return `sets the variable ${quoted(textOf(within.item, 'name'))}${from === '' ? '' : ` from ${from}`}`;
}

function sourceName(item: CelData): string {
  const secret = textOf(item, 'secret');
  if (secret !== '') return `the Secret ${quoted(secret)}`;
  const configMap = textOf(item, 'configMap');
  return configMap === '' ? '' : `the ConfigMap ${quoted(configMap)}`;
}

function mountSays({ path, within }: Origin): string | undefined {
  if (within === undefined || !path.startsWith('workload.containers[].mounts[]')) return undefined;
  const hostPath = textOf(within.item, 'hostPath');
  const where = quoted(textOf(within.item, 'mountPath'));
  const access = textOf(within.item, 'readOnly') === 'true' ? ' read-only' : '';
  if (hostPath !== '') return `mounts ${quoted(hostPath)} of the node at ${where}${access}`;
  return `mounts the volume ${quoted(textOf(within.item, 'name'))} at ${where}${access}`;
}

/** `workload.hostPID` is `hostPID`, `actor.user` is `user`, `workload.labels["app"]` stays whole. */
function labelOf({ path }: Origin): string {
  if (path === 'actor.user') return 'the user';
  if (path === 'actor.effectiveUser') return 'the effective user';
  return path
    .replace(/^workload\.(?:containers|volumes|tolerations)\[\]\.?/, '')
    .replace(/^(?:workload|change|actor)\.?/, '')
    .replaceAll('[]', '');
}

function predicateOf({ value, asked }: Saying, found: CelData, match: number): string {
  const items = itemsOf(found);
  if (items === undefined) return `is ${shownValue(found, match)}`;
  if (asked.operator === 'size' || asked.operator === '') return sized(items.length);
  if (asked.operand?.kind !== 'constant' || asked.operator !== 'holds') return `is ${listed(items)}`;
  return `${value ? 'holds' : 'does not hold'} ${shown(asked.operand.value)}`;
}

function sized(length: number): string {
  return length === 0 ? 'is empty' : `has ${length} ${length === 1 ? 'entry' : 'entries'}`;
}

function listed(items: readonly CelData[]): string {
  const texts = items.slice(0, 5).map(item => shownValue(item, 0));
  return texts.length === 0 ? 'empty' : texts.join(', ') + (items.length > 5 ? ', ...' : '');
}

function shown(value: Constant): string {
  return typeof value === 'string' ? quoted(value) : String(value);
}

function shownValue(value: CelData, match: number): string {
  const scalar = scalarOf(value);
  if (typeof scalar === 'string') return scalar === '' ? 'empty' : `"${excerpt(scalar, match)}"`;
  return scalar === undefined ? 'what the rule asks for' : String(scalar);
}

/** Kinds and verbs frame a rule, they do not explain it; nor do things that are absent, if anything else does. */
const framing = new Set([
  'workload.kind',
  'workload.group',
  'workload.scheduled',
  'workload.persistent',
  'workload.derived',
  'change.verb',
  'change.outcome',
  'change.complete',
  'change.visible',
  'change.source',
]);

function weightOf({ path, within }: Origin, value: boolean, { operator }: Asked): number {
  if (framing.has(path)) return 0;
  if (!value || operator === '_!=_') return 1;
  if (containerOf(within) !== undefined) return /commandLines|command|args|decoded/.test(path) ? 5 : 4;
  return path.startsWith('workload.') ? 3 : 2;
}
