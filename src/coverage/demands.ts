import type { Interest } from '../model/interest.ts';
import type { Ask } from './decide.ts';
import { foreignResources, ownResources, ownWorkloads, verbs } from './resources.ts';

/** Which requests a rule may react to. */
export interface Demand {
  /** Of Kubernetes' own resources. */
  readonly asks: readonly Ask[];
  /** Of kinds of other projects. */
  readonly foreign: readonly Ask[];
  /** It may react to any request, whatever it is about. */
  readonly any: boolean;
}

const strange = { group: 'strange.example', resource: 'strangethings', subresource: '' };

export interface DemandOptions {
  readonly interest: Interest;
  /** What it takes of strange kinds, it takes because they may hold pods. */
  readonly ofWorkloads: boolean;
  /** Subresources of a resource that its cases are about; undefined where they are not about the resource. */
  readonly subresources: (resource: string) => ReadonlySet<string> | undefined;
}

/** Asks a rule's own interest, which is exact: what it says no to, no rule reacts to. */
export function demandOf(options: DemandOptions): Demand {
  const { interest, ofWorkloads } = options;
  const any = !ofWorkloads && (isAny(interest) || concerns(options, { verb: 'get', ...strange }));
  const of = (resources: readonly Omit<Ask, 'verb'>[]): readonly Ask[] =>
    any
      ? []
      : resources.flatMap(resource =>
          verbs.map(verb => ({ verb, ...resource })).filter(ask => concerns(options, ask)),
        );
  return { asks: of(ofWorkloads ? ownWorkloads : ownResources), foreign: of(foreignResources), any };
}

const isAny = ({ codes, userAgent, username, requestURI }: Interest): boolean =>
  codes.size > 0 || userAgent !== undefined || username !== undefined || requestURI !== undefined;

const plain: ReadonlySet<string> = new Set(['']);

function concerns({ interest, subresources }: DemandOptions, { verb, resource, subresource }: Ask): boolean {
  if (!interest.pair(verb, resource)) return false;
  if (interest.reference?.({ verb, resource, subresource, namespace: 'kube-system' }) === false) return false;
  return (subresources(resource) ?? plain).has(subresource);
}
