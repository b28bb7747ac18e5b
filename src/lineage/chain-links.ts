import type { Chain } from './chain.ts';
import type { Confidence } from './confidence.ts';
import type { Life } from './life.ts';
import { timeOf } from './microseconds.ts';

export interface TracedObject {
  readonly cluster: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** `""` where it was not logged. */
  readonly uid: string;
}

/** One object of the chain; the confidence is that of the link to it from the object before. */
export interface ChainLink extends TracedObject {
  /** `target`; `made`: the object before was made from its template; `claimed`: its author says that it belongs to this. */
  readonly relation: 'target' | 'made' | 'claimed';
  readonly confidence: Confidence;
  /** Sentences. */
  readonly evidence: readonly string[];
  /** RFC 3339; null where it is not in the log. */
  readonly created: string | null;
  readonly deleted: string | null;
}

/** From the object upwards, with what each link rests on. */
export function chainLinks({ levels }: Chain): readonly ChainLink[] {
  const links: ChainLink[] = [
    {
      ...objectOf(levels[0].life),
      relation: 'target',
      confidence: 'certain',
      evidence: [],
      ...datesOf(levels[0].life),
    },
  ];
  for (const { life, link } of levels) {
    if (link === undefined) continue;
    const { relation, confidence, evidence, owner } = link;
    const unseen = {
      cluster: life.name.cluster,
      kind: owner.kind,
      // Of owners a Node alone lies in no namespace.
      namespace: owner.kind === 'Node' ? '' : life.name.namespace,
      name: owner.name,
      uid: owner.uid,
    };
    const object =
      link.life === undefined
        ? { ...unseen, created: null, deleted: null }
        : { ...objectOf(link.life), ...datesOf(link.life) };
    links.push({ ...object, relation, confidence, evidence });
  }
  return links;
}

const datesOf = ({ created, deleted }: Life): Pick<ChainLink, 'created' | 'deleted'> => ({
  created: created === undefined ? null : timeOf(created.at),
  deleted: deleted === undefined ? null : timeOf(deleted.at),
});

export const objectOf = ({ name, kind, uid }: Life): TracedObject => ({
  cluster: name.cluster,
  kind,
  namespace: name.namespace,
  name: name.name,
  uid,
});
