// The yardstick: what Node itself needs to split a file into lines and parse each, and nothing more.
import { closeSync, openSync, readSync } from 'node:fs';

const chunk = Buffer.allocUnsafe(4 << 20);
const descriptor = openSync(process.argv[2], 'r');
let kept = 0;
let events = 0;
let created = 0;
for (;;) {
  const read = readSync(descriptor, chunk, kept, chunk.length - kept, null);
  if (read === 0) break;
  const end = kept + read;
  let start = 0;
  for (let stop = chunk.indexOf(10, start); stop !== -1 && stop < end; stop = chunk.indexOf(10, start)) {
    const event = JSON.parse(chunk.utf8Slice(start, stop));
    events += 1;
    if (event.verb === 'create') created += 1;
    start = stop + 1;
  }
  chunk.copy(chunk, 0, start, end);
  kept = end - start;
}
closeSync(descriptor);
console.log(JSON.stringify({ events, created }));
