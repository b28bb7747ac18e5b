import type { Json } from '../../model/json.ts';
import { fieldOf } from '../../model/json.ts';
import { once } from '../once.ts';
import { isTooDeep, maxDepth } from '../too-deep.ts';
import type { Misfit } from './audit-events.ts';

const requestStart = '"requestObject":';
const responseStart = '"responseObject":';

/**
 * The bodies of an event as properties that are parsed when they are first read. `text` is what stands between header and tail: one
 * body or both. undefined: which bodies there are cannot be told without parsing. The properties are enumerable, so that copies and loops see
 * them. `report` hears of a body that is damaged; it is absent then.
 */
export function lazyBodies(
  text: string,
  level: string | undefined,
  report: (misfit: Misfit) => void,
): PropertyDescriptorMap | undefined {
  const whole = once(() => parseWhole(text, report));
  if (text.startsWith(responseStart)) {
    if (text.includes(`,${requestStart}`)) return undefined;
    const body = once(
      () => parseAlone(text.slice(responseStart.length)) ?? fieldOf(whole(), 'responseObject'),
    );
    return { responseObject: lazy(body) };
  }
  const response = text.indexOf(`,${responseStart}`);
  const requestEnd = response === -1 ? text.length : response;
  const request = once(
    () => parseAlone(text.slice(requestStart.length, requestEnd)) ?? fieldOf(whole(), 'requestObject'),
  );
  if (response === -1) return { requestObject: lazy(request) };
  // At other levels there is no response: this is a key inside the request.
  if (level !== 'RequestResponse') return undefined;
  const answerText = () => text.slice(response + 1 + responseStart.length);
  const answer = once(() => parseAlone(answerText()) ?? fieldOf(whole(), 'responseObject'));
  return { requestObject: lazy(request), responseObject: lazy(answer) };
}

function lazy(body: () => Json | undefined): PropertyDescriptor {
  return { get: body, enumerable: true, configurable: true };
}

/** A cut inside of a body leaves brackets open or too many closed: it cannot be parsed. */
function parseAlone(text: string): Json | undefined {
  return isTooDeep(text) ? undefined : parse(text);
}

function parseWhole(text: string, report: (misfit: Misfit) => void): Json | undefined {
  if (isTooDeep(text)) {
    report({ reason: 'too-deep', detail: `bodies nested deeper than ${maxDepth}; read without them` });
    return undefined;
  }
  const bodies = parse(`{${text}}`);
  if (bodies === undefined) report({ reason: 'not-json', detail: 'damaged bodies; read without them' });
  return bodies;
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
