import type { Interest } from '../../model/interest.ts';
import type { Decoded, Format, RawRecord } from '../../model/seams.ts';
import type { FormatOptions } from '../format-options.ts';
import { decodeWhole, decodeWithLazyBodies } from './decode-event.ts';
import { createHeaderScan, passOver, unknown } from './header-scan.ts';
import { worthwhile } from './worthwhile.ts';

const skippedOne: Decoded = { activities: [], refusals: [], skipped: 1 };

/**
 * Three ways to read an event, from cheap to dear: its header is walked and proves that nobody can react; its header is parsed and its
 * bodies only if somebody looks at them; all of it is parsed. Each falls back to the next.
 */
export function createAuditFormat(options: FormatOptions): Format {
  if (options.interest === 'everything')
    return { name: 'kubernetes-audit', decode: record => decodeWhole(record, options) };
  const scan = createScan(options.interest);
  return {
    name: 'kubernetes-audit',
    decode(record) {
      const header = scan(record);
      if (header === passOver) return skippedOne;
      if (header === record.end) return decodeWhole(record, options);
      return decodeWithLazyBodies(record, header, options) ?? decodeWhole(record, options);
    },
  };
}

/** A record at the end of a file without a line break may be cut off: the scan would not notice. */
function createScan(interest: Interest): (record: RawRecord) => number {
  const scan = createHeaderScan(interest);
  const scanning = worthwhile();
  return record => {
    if (record.unterminated || !scanning.now()) return unknown;
    const header = scan(record.bytes, record.start, record.end);
    scanning.learn(header === passOver);
    return header;
  };
}
