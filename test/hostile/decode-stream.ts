/** node decode-stream.ts NAME [everything]: decodes one of the streams, prints what was counted and the most memory that it took. */
import { createDecoder } from '../../src/formats/decoder.ts';
import { chunksOf, streams } from './streams.ts';

const [name, mode] = process.argv.slice(2);
const stream = streams.find(each => each.name === name);
if (!stream) throw new Error(`no stream ${name}`);

const cronjobs = { pair: (_: string, resource: string) => resource === 'cronjobs', codes: new Set<number>() };
let events = 0;
let refusals = 0;
const push = createDecoder({ cluster: '', interest: mode === 'everything' ? mode : cronjobs }, decoded => {
  events += decoded.activities.length + decoded.skipped;
  refusals += decoded.refusals.length;
});
for (const bytes of chunksOf(stream)) push({ source: 's', file: 'f', bytes, last: false });
push({ source: 's', file: 'f', bytes: Buffer.alloc(0), last: true });
process.stdout.write(JSON.stringify({ events, refusals, peak: process.resourceUsage().maxRSS * 1024 }));
