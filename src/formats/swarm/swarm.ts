import type { Json, JsonObject } from '../../model/json.ts';
import { objectAt, stringAt } from '../../model/json.ts';
import type { RawRecord } from '../../model/seams.ts';
import type { ForeignRead } from '../decode-foreign.ts';
import { decodeForeign, misfit, noForeign } from '../decode-foreign.ts';
import { describe } from '../envelope/opened.ts';
import { parseJson } from '../envelope/texts.ts';
import type { FormatOptions, FormatPart, Framing, Sample } from '../format-options.ts';
import { isListed, isServiceOfEngine, serviceOfLine } from './schema.ts';

const framing: Framing = { type: 'json-values', streamed: [] };

/** Services of Docker Swarm, as the Engine's API and its command line give them. Stack files are Compose files. */
export const swarm: FormatPart = {
  name: 'swarm',
  recognise,
  defaultFraming: framing,
  create: options => ({ name: 'swarm', decode: record => decode(record, options) }),
};

function decode(record: RawRecord, { cluster }: FormatOptions): ReturnType<typeof decodeForeign> {
  return decodeForeign(record, { format: 'swarm', cluster }, read);
}

function read(text: string): ForeignRead {
  const parsed = parseJson(text);
  if (!parsed.ok) return misfit(parsed.error.reason, parsed.error.detail);
  const { value } = parsed;
  if (isServiceOfEngine(value)) return { ...noForeign, objects: [objectOf(value)] };
  if (isListed(value)) return { ...noForeign, objects: [objectOf(serviceOfLine(value))] };
  return misfit('unknown-format', `no Swarm service: ${describe(value)}`);
}

function objectOf(service: JsonObject): ForeignRead['objects'][number] {
  const spec = objectAt(service, 'Spec');
  const stack = stringAt(objectAt(spec, 'Labels'), 'com.docker.stack.namespace') ?? '';
  const name = stringAt(spec, 'Name') ?? '';
  return {
    group: 'swarm.docker.com',
    kind: 'SwarmService',
    namespace: stack,
    name,
    content: service,
    line: 1,
  };
}

/** A service that is too large to be seen whole: these keys together are no other tool's. */
const beginning = /^\[?\s*\{\s*"ID"\s*:.{0,2000}"Spec"\s*:\s*\{.{0,20000}"TaskTemplate"\s*:/s;

function recognise({ text, values }: Sample): Framing | undefined {
  const isMine = (value: Json): boolean => isServiceOfEngine(value) || isListed(value);
  const found = values.some(value => (Array.isArray(value) ? value.some(isMine) : isMine(value)));
  return found || beginning.test(text) ? framing : undefined;
}
