import type { WorkloadChange } from '../../workloads/workload-change.ts';
import type { Expression, Scope } from './expression.ts';
import type { Fact } from './facts.ts';
import { factsOf } from './facts.ts';

interface Hit {
  readonly expression: Expression;
  readonly scope: Scope;
  readonly change: WorkloadChange;
}

const limits = { sentences: 8 } as const;

/** Why a rule holds: one sentence for each thing that it found something about, the most telling first. */
export function reasonsFor({ expression, scope, change }: Hit): readonly string[] {
  const facts = factsOf(expression, scope);
  const telling = facts.filter(fact => fact.weight > 0);
  const sentences = sentencesOf(telling.length > 0 ? telling : facts);
  const made = madeBy(change);
  return [...sentences.slice(0, limits.sentences), ...(made === undefined ? [] : [made])];
}

function sentencesOf(facts: readonly Fact[]): readonly string[] {
  const bySubject = new Map<string, Set<string>>();
  for (const { subject, says } of facts.toSorted((a, b) => b.weight - a.weight)) {
    const said = bySubject.get(subject) ?? new Set();
    bySubject.set(subject, said.add(says));
  }
  return [...bySubject].flatMap(([subject, said]) => sentencesAbout(subject, [...said]));
}

/** What is said with a colon (`runs: ...`) stands alone. */
function sentencesAbout(subject: string, said: readonly string[]): readonly string[] {
  const short = said.filter(each => !each.includes(': '));
  const long = said.filter(each => each.includes(': '));
  const lead = subject === '' ? '' : `${subject} `;
  const together = subject === '' ? short.join(', ') : `${subject}: ${short.join(', ')}`;
  return [...long.map(each => lead + each), ...(short.length > 0 ? [together] : [])];
}

function madeBy({ workload }: WorkloadChange): string | undefined {
  const { owner, namespace } = workload;
  if (!workload.derived) return undefined;
  return `made by a built-in controller from the template of ${owner.kind} ${namespace}/${owner.name}, whose own write was not seen whole`;
}
