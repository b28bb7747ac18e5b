const key = Buffer.from('"stageTimestamp":"');
const nextItem = Buffer.from('},{"level":"');
const lineFeed = 10;
const longest = 40;

/**
 * The times of the first and the last event in a stretch of Kubernetes audit log or of an EventList, read without parsing it; `""` where there is
 * none. The API server writes an event's own times behind its bodies, so the last time in an event is its own, whatever a body says.
 */
export function timesIn(bytes: Buffer): readonly [first: string, last: string] {
  const last = textAt(bytes, bytes.lastIndexOf(key));
  if (last === '') return ['', ''];
  const end = endOfFirst(bytes);
  return [textAt(bytes, end === -1 ? bytes.indexOf(key) : bytes.lastIndexOf(key, end)), last];
}

function endOfFirst(bytes: Buffer): number {
  const line = bytes.indexOf(lineFeed);
  const item = bytes.subarray(0, line === -1 ? bytes.length : line).indexOf(nextItem);
  return item === -1 ? line : item;
}

function textAt(bytes: Buffer, at: number): string {
  if (at === -1) return '';
  const start = at + key.length;
  const end = bytes.indexOf('"', start);
  return end === -1 || end - start > longest ? '' : bytes.toString('latin1', start, end);
}
