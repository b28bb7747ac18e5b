import type { Shape } from './shape.ts';
import type { Sighting } from './sighting.ts';

/** What a request did, in a few words; with the shape before it, what it changed. Unescaped text from the log. */
export function requestWords(sighting: Sighting, before?: Shape): string {
  const { verb, shape, subresource } = sighting;
  if (verb === 'create') return shape === undefined ? 'created it' : `created it${runsWords(shape)}`;
  if (subresource === 'scale') return 'scaled it';
  if (subresource === 'ephemeralcontainers') return 'added an ephemeral container';
  if (shape === undefined || before === undefined) return unseenWords(sighting);
  const words = differences(before, shape);
  return words.length === 0 ? 'changed nothing of what runs or when' : words.join('; ');
}

const runsWords = ({ images, schedule }: Shape): string =>
  `${images.length === 0 ? '' : `, running ${images.join(', ')}`}${schedule === '' ? '' : `, on the schedule ${schedule}`}`;

function unseenWords({ touches, dialect }: Sighting): string {
  if (touches === 'runs') return 'changed what it runs';
  if (touches === 'template') return 'changed its template, not what it runs';
  if (touches === 'other') return 'changed something else than its template';
  return dialect === 'apply' ? 'applied its configuration' : 'changed it; what, the log does not show';
}

function differences(before: Shape, after: Shape): readonly string[] {
  const words: string[] = [];
  const images = [before, after].map(shape => shape.images.join(', '));
  if (images[0] !== images[1]) words.push(`image ${images[0]} -> ${images[1]}`);
  else if (before.runs !== after.runs) words.push('changed what it runs, with the same image');
  if (before.schedule !== after.schedule) words.push(`schedule ${before.schedule} -> ${after.schedule}`);
  if (before.suspended !== after.suspended) words.push(after.suspended ? 'suspended it' : 'resumed it');
  if (before.replicas !== after.replicas) words.push(`replicas ${before.replicas} -> ${after.replicas}`);
  if (before.restartedAt !== after.restartedAt) words.push('restarted it');
  else if (before.template !== after.template && before.runs === after.runs)
    words.push('changed its template, not what it runs');
  return words;
}
