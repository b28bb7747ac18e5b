import type { WorkloadChange } from '../../workloads/workload-change.ts';
import type { Expression, Scope } from './expression.ts';
import type { Fact } from './facts.ts';
import { factsOf } from './facts.ts';

interface Hit {
  readonly expression: Expression;
  readonly scope: Scope;
  readonly change: WorkloadChange;
  /** The rule looks at what controllers make in any case, also where its owner was inspected. */
  readonly always?: boolean;
}

const limits = { sentences: 8 } as const;

/** Why a rule holds: one sentence for each thing that it found something about, the most telling first. */
export function reasonsFor({ expression, scope, change, always = false }: Hit): readonly string[] {
  const sentences = sentencesOf(telling(factsOf(expression, scope)));
  const made = always ? undefined : madeBy(change);
  return [...sentences.slice(0, limits.sentences), ...(made === undefined ? [] : [made])];
}

/** What is absent is told only where nothing was found, and what frames a rule only where there is nothing else. */
function telling(facts: readonly Fact[]): readonly Fact[] {
  const found = facts.filter(({ weight }) => weight >= 2);
  if (found.length > 0) return found;
  const absent = facts.filter(({ weight }) => weight === 1);
  return absent.length > 0 ? absent : facts;
}

function sentencesOf(facts: readonly Fact[]): readonly string[] {
  const bySubject = new Map<string, Map<string, Fact>>();
  for (const fact of facts.toSorted((a, b) => b.weight - a.weight)) {
    const said = bySubject.get(fact.subject) ?? new Map<string, Fact>();
    bySubject.set(fact.subject, said.set(fact.says, fact));
  }
  return [...bySubject].flatMap(([subject, said]) => sentencesAbout(subject, [...said.values()]));
}

/** `X runs: ...` for each quote, `X mounts ... and sets ...`, `X: a is b, c is d`. */
function sentencesAbout(subject: string, facts: readonly Fact[]): readonly string[] {
  const of = (form: Fact['form']) => facts.filter(fact => fact.form === form).map(({ says }) => says);
  const join = (lead: string, text: string) =>
    text === '' ? [] : [subject === '' ? text : subject + lead + text];
  return [
    ...of('quote').flatMap(text => join(' ', text)),
    ...join(' ', of('deed').join(' and ')),
    ...join(': ', of('state').join(', ')),
  ];
}

function madeBy({ workload }: WorkloadChange): string | undefined {
  const { owner, namespace } = workload;
  if (!workload.derived) return undefined;
  return `made by a built-in controller from the template of ${owner.kind} ${namespace}/${owner.name}, whose own write was not seen whole`;
}
