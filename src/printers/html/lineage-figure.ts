import type { Incident } from '../../model/finding.ts';
import type { Confidence, StartedWork, WorkloadLineage } from '../../model/lineage.ts';
import { shortened } from '../../model/visible-text.ts';
import { actorLabel, grouped, timeLabel } from '../labels.ts';
import type { Markup } from './markup.ts';
import { breakable, html, isolated } from './markup.ts';

/** From who is behind it, down to what runs: boxes with the links between them, each as sure as the log allows. */
export function lineageFigure(incident: Incident): Markup {
  const boxes = boxesOf(incident);
  if (boxes.length < 2) return html``;
  return html`<figure class="lineage"><figcaption id="l-${incident.id}">From the actor to what runs</figcaption>
<ol aria-labelledby="l-${incident.id}">
${boxes.map(boxItem)}</ol></figure>`;
}

interface Box {
  readonly kind: string;
  readonly name: string;
  readonly note: string;
  /** How it is known to follow from the box before; undefined for the first. */
  readonly link?: { readonly words: string; readonly confidence: Confidence };
  readonly isSubject?: boolean;
}

function boxItem({ kind, name, note, link, isSubject }: Box): Markup {
  return html`<li${isSubject === true && html` class="subject"`}>${link && html`<span class="link ${link.confidence}">${isolated(shortened(link.words, 200))}${link.confidence !== 'certain' && html` <small>${link.confidence}</small>`}</span>`}
<span class="box"><span class="muted">${isolated(shortened(kind, 63))}</span> <b>${breakable(shortened(name, 253))}</b>${note !== '' && html` <small class="muted">${isolated(shortened(note, 200))}</small>`}</span></li>
`;
}

function boxesOf(incident: Incident): readonly Box[] {
  const { lineage, workload, actor, firstSeen } = incident;
  if (lineage !== undefined) return ofLineage(incident, lineage);
  if (actor === null || workload.name === '') return [];
  return [
    { kind: 'actor', name: actorLabel(actor), note: actor.pod === null ? '' : `token of pod ${actor.pod}` },
    {
      kind: workload.kind,
      name: workload.name,
      note: workload.namespace,
      link: { words: firstSeen === null ? '' : timeLabel(firstSeen), confidence: 'certain' },
      isSubject: true,
    },
  ];
}

function ofLineage({ actor }: Incident, { chain, author, started }: WorkloadLineage): readonly Box[] {
  const downwards = chain.toReversed();
  const first: Box = {
    kind: 'actor',
    name: author === null ? 'not in the log' : actorLabel(author),
    note: author === null ? (actor === null ? '' : `seen: ${actorLabel(actor)}`) : author.reason,
  };
  const words = author === null ? 'unknown' : timeLabel(author.time);
  const links = downwards.map((link, index): Box => {
    // A link's relation is that of the object before it in the chain, which stands below.
    const above = downwards[index - 1];
    return {
      kind: link.kind,
      name: link.name,
      note: link.namespace,
      isSubject: link.relation === 'target',
      link:
        above === undefined
          ? { words, confidence: author?.confidence ?? 'unknown' }
          : {
              words: above.relation === 'claimed' ? 'says it is its owner' : 'made',
              confidence: above.confidence,
            },
    };
  });
  return [first, ...links, ...startedBoxes(started)];
}

function startedBoxes(started: StartedWork | undefined): readonly Box[] {
  if (started === undefined) return [];
  return started.byKind.map(({ kind, count }) => {
    const example = started.examples.find(each => each.kind === kind);
    const many = count === 1 ? (example?.name ?? `1 ${kind}`) : `${grouped(count)} of them`;
    const note =
      count === 1
        ? example === undefined
          ? ''
          : timeLabel(example.time)
        : `${example === undefined ? '' : `${example.name}, ...`}`;
    return { kind, name: many, note, link: { words: 'started', confidence: started.confidence } };
  });
}
