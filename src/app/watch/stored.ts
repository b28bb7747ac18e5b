import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { endOfExpiry } from '../../findings/suppressions/expiry.ts';
import { countedSuppressions } from '../../findings/suppressions/suppression-counts.ts';
import type { Finding, Incident } from '../../model/finding.ts';
import type { Printer } from '../../model/seams.ts';
import type { Severity } from '../../model/severity.ts';
import type { Stored, StoreReader } from '../../model/store.ts';
import type { Summary } from '../../model/summary.ts';
import type { PrinterName } from '../../printers/printers.ts';
import { loadPrinter, parts } from '../parts.ts';
import { version } from '../root.ts';

export interface StoredOptions {
  readonly what: 'findings' | 'incidents';
  readonly state: string;
  readonly format: PrinterName;
  readonly follow: boolean;
  readonly severity: Severity;
  /** RFC 3339. */
  readonly since?: string;
  readonly color: boolean;
  readonly width: number;
  readonly stop: AbortSignal;
  readonly write: (text: string) => void;
}

/** How often a followed store is looked at, in milliseconds. */
const pollEvery = 200;

/**
 * Prints what a watch has stored, and with `follow` what it stores, until stopped: an incident again whenever it has grown. Throws what the
 * operating system or the database says.
 */
export async function printStored(options: StoredOptions): Promise<void> {
  const { what, state, severity, since, follow, stop, format } = options;
  const create = await loadPrinter(format);
  const printer = create({ ...options, version, live: follow || format === 'ndjson' }, options.write);
  const open = await parts.storeReaders.sqlite();
  const query = { severity, ...(since !== undefined && { since }) };
  let reader: ReturnType<typeof open> | undefined;
  let place = 0;
  const printNew = (): void => {
    // A watch that is about to start has not made it yet.
    if (reader === undefined && follow && !existsSync(databaseOf(state))) return;
    reader ??= open(state);
    place = printAll(reader[what]({ ...query, after: place }), printer, place);
  };
  printNew();
  while (follow && (await waited(stop))) printNew();
  if (reader !== undefined && format !== 'ndjson') printer.summary(summaryOf(reader));
  reader?.close();
}

const databaseOf = (state: string): string => join(state, 'watchbill.db');

function printAll(items: Iterable<Stored<Finding | Incident>>, printer: Printer, from: number): number {
  let place = from;
  for (const stored of items) {
    if (stored.item.type === 'finding') printer.finding(stored.item);
    else printer.incident(stored.item);
    place = Math.max(place, stored.place);
  }
  return place;
}

/** What the watch counted, from its first start on. */
function summaryOf(reader: StoreReader): Summary {
  const counts = reader.counts();
  const count = (name: string): number => counts.get(name) ?? 0;
  const refusals = reader.refusals().map(refusal => ({
    reason: refusal.reason,
    count: refusal.count,
    examples: refusal.examples.map(({ origin, detail }) => ({
      file: origin.file,
      line: origin.line,
      detail,
    })),
  }));
  return {
    type: 'summary',
    inputs: 0,
    bytes: count('bytes'),
    events: count('inspected') + count('skipped'),
    skipped: count('skipped'),
    duplicates: count('duplicates'),
    findings: count('findings'),
    incidents: count('incidents'),
    bySeverity: {},
    formats: {},
    levels: {},
    refused: count('refused'),
    refusals,
    suppressions: countedSuppressions(counts, expires => !((endOfExpiry(expires) ?? 0) > Date.now())),
    blind: [],
    firstSeen: null,
    lastSeen: null,
  };
}

/** False once stopped. */
async function waited(stop: AbortSignal): Promise<boolean> {
  try {
    await sleep(pollEvery, undefined, { signal: stop });
    return true;
  } catch (error) {
    if (stop.aborted) return false;
    throw error;
  }
}
