import { typed } from '../../workloads/command.ts';
import { itemsOf, scalarOf, sourceOf } from './cel-engine.ts';
import { changeSays } from './change-phrase.ts';
import type { CelData, Constant, Expression, Scope } from './expression.ts';
import type { Fact } from './facts.ts';
import { lineageSays } from './lineage-phrase.ts';
import { compiledPattern } from './patterns.ts';
import type { Origin, Places } from './places.ts';
import { containerOf, enclosing, originOf, textOf, textsOf, titleOf } from './places.ts';
import { excerpt, quoted } from './quotes.ts';
import { weightOf } from './weight.ts';

interface State {
  readonly scope: Scope;
  readonly places: Places;
}

/** What a condition without further parts says. */
export function phraseOf(value: boolean, expression: Expression, state: State): readonly Fact[] {
  const asked = subjectOf(expression);
  const origin = originOf(asked.subject, state.places);
  if (origin === undefined || isRaw(origin)) return [stated(value, expression)];
  const subject = titleOf(origin.within);
  const weight = weightOf(origin, { value, operator: asked.operator, scope: state.scope });
  return [{ subject, weight, ...sayingOf({ value, asked, origin, state }) }];
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

/** For conditions that come down to no single field: the rule's own words. */
function stated(value: boolean, expression: Expression): Fact {
  const says = `the condition ${excerpt(sourceOf(expression), 0)} is ${value}`;
  return { subject: '', form: 'state', says, weight: 1 };
}

interface Saying {
  readonly value: boolean;
  readonly asked: Asked;
  readonly origin: Origin;
  readonly state: State;
}

type Said = Pick<Fact, 'form' | 'says'>;

function sayingOf(saying: Saying): Said {
  const { asked, origin, state } = saying;
  const found = asked.subject.evaluate(state.scope);
  const value = found.ok ? found.value : undefined;
  const match = matchIn(saying, value);
  const command = commandSays(origin, value, match);
  if (command !== undefined) return { form: 'quote', says: command };
  const fact = lineageSays(origin.path.replace(/\[\].*$/, ''), state.scope);
  if (fact !== undefined && fact !== '') return { form: 'quote', says: fact };
  const deed =
    changeSays(origin) ??
    environmentSays(origin) ??
    mountSays(origin) ??
    tolerationSays(origin) ??
    itemSays(saying, value);
  if (deed !== undefined) return { form: 'deed', says: deed };
  return { form: 'state', says: sentenceOf(saying, value) ?? stateOf(saying, value, match) };
}

/** Where in the text the thing asked for is, so that a cut quote shows it. */
function matchIn({ asked }: Saying, value: CelData): number {
  if (typeof value !== 'string' || asked.operand?.kind !== 'constant') return 0;
  const wanted = asked.operand.value;
  if (typeof wanted !== 'string') return 0;
  return asked.operator === 'matches'
    ? compiledPattern(wanted).offsetIn(value)
    : Math.max(0, value.indexOf(wanted));
}

/** Sentences about what a container runs show the whole command line. */
function commandSays({ path, within }: Origin, value: CelData, match: number): string | undefined {
  const container = containerOf(within);
  const field = /^workload\.containers\[\]\.(commandLines|command|args|decoded)\b/.exec(path)?.[1];
  if (container === undefined || field === undefined) return undefined;
  if (field === 'decoded') return typeof value === 'string' ? `hides: ${excerpt(value, match)}` : undefined;
  if (typeof value !== 'string' && field !== 'command' && field !== 'args') return undefined;
  const words = [...textsOf(container.item, 'command'), ...textsOf(container.item, 'args')];
  const isMain = words.length > 0 && value === textsOf(container.item, 'commandLines')[0];
  if (field === 'commandLines' && typeof value === 'string' && !isMain) {
    return `runs in a hook or probe: ${excerpt(value, match)}`;
  }
  return words.length === 0 ? undefined : `runs: ${excerpt(typed(words), match)}`;
}

/** Values of variables are never shown. */
function environmentSays({ within }: Origin): string | undefined {
  const source = enclosing(within, 'workload.containers[].envFrom[]');
  if (source !== undefined) return `takes its environment from ${sourceName(source.item)}`;
  const variable = enclosing(within, 'workload.containers[].env[]');
  if (variable === undefined) return undefined;
  const from = sourceName(variable.item);
  return `sets the variable ${quoted(textOf(variable.item, 'name'))}${from === '' ? '' : ` from ${from}`}`;
}

function sourceName(item: CelData): string {
  const secret = textOf(item, 'secret');
  if (secret !== '') return `the Secret ${quoted(secret)}`;
  const configMap = textOf(item, 'configMap');
  return configMap === '' ? '' : `the ConfigMap ${quoted(configMap)}`;
}

function mountSays({ within }: Origin): string | undefined {
  const mount = enclosing(within, 'workload.containers[].mounts[]')?.item;
  if (mount === undefined) return undefined;
  const hostPath = textOf(mount, 'hostPath');
  const where = quoted(textOf(mount, 'mountPath'));
  const access = textOf(mount, 'readOnly') === 'true' ? ' read-only' : '';
  if (hostPath !== '') return `mounts ${quoted(hostPath)} of the node at ${where}${access}`;
  return `mounts the volume ${quoted(textOf(mount, 'name'))} at ${where}${access}`;
}

function tolerationSays({ within }: Origin): string | undefined {
  const toleration = enclosing(within, 'workload.tolerations[]');
  if (toleration === undefined) return undefined;
  const key = textOf(toleration.item, 'key');
  return key === '' ? 'tolerates every taint' : `tolerates the taint ${quoted(key)}`;
}

/** An item of a list of texts or numbers. */
function itemSays({ value, origin }: Saying, item: CelData): string | undefined {
  if (!origin.path.endsWith('[]') || itemsOf(item) !== undefined) return undefined;
  const [, list = ''] = /\.(\w+)\[\]$/.exec(origin.path) ?? [];
  if (list === 'capabilitiesAdd') return `adds the capability ${shownValue(item, 0)}`;
  if (list === 'schedules' && value) return `schedule is ${shownValue(item, 0)}`;
  return list === '' ? undefined : `${value ? 'has' : 'does not have'} ${shownValue(item, 0)} in ${list}`;
}

/** Yes-or-no fields that read better as sentences. */
const sentences: ReadonlyMap<string, string> = new Map([
  ['workload.everyNode', 'it runs on every node'],
  ['workload.mirror', 'it says that it mirrors a static pod'],
  ['workload.derived', 'a built-in controller made it'],
]);

function sentenceOf({ origin: { path }, state }: Saying, value: CelData): string | undefined {
  if (value === true && path === 'actor.impersonated') {
    const actor = state.scope.get('actor');
    return `${quoted(textOf(actor, 'user'))} acts as ${quoted(textOf(actor, 'effectiveUser'))}`;
  }
  if (value === '' && path.startsWith('workload.owner.')) return 'it has no owner';
  return value === true ? sentences.get(path) : undefined;
}

function stateOf({ value, asked, origin }: Saying, found: CelData, match: number): string {
  const isSize = asked.subject.kind === 'call' && asked.subject.name === 'size';
  if (isSize) return `the number of ${labelOf(origin)} is ${shownValue(found, 0)}`;
  if (/\.env\[\]|last-applied-configuration/.test(origin.path))
    return `${labelOf(origin)} is what the rule asks for`;
  return `${labelOf(origin)} ${predicateOf({ value, asked }, found, match)}`;
}

/** `workload.hostPID` is `hostPID`, `actor.user` is `user`, `workload.labels["app"]` stays whole. */
function labelOf({ path }: Origin): string {
  if (path === 'actor.user') return 'the user';
  if (path === 'actor.effectiveUser') return 'the effective user';
  if (path === 'actor.effectiveType') return "the effective user's type";
  return path
    .replace(/^workload\.(?:containers|volumes|tolerations)\[\]\.?/, '')
    .replace(/^workload\./, '')
    .replace(/^actor\./, "the actor's ")
    .replace(/^change\./, "the request's ")
    .replaceAll('[]', '');
}

function predicateOf(
  { value, asked }: Pick<Saying, 'value' | 'asked'>,
  found: CelData,
  match: number,
): string {
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
  if (scalar === -1n) return 'not set';
  if (typeof scalar === 'string') return scalar === '' ? 'empty' : `"${excerpt(scalar, match)}"`;
  return scalar === undefined ? 'what the rule asks for' : String(scalar);
}
