import type { LiveSource } from '../../model/live.ts';
import type { Detector } from '../../model/seams.ts';
import type { Committed, WatchObserver } from '../../pipeline/watch.ts';
import type { MetricDescription, Metrics } from './metrics.ts';
import { createMetrics } from './metrics.ts';

/** As docs/guides/run.md lists them. */
export const watchMetrics = {
  watchbill_ready: { type: 'gauge', help: '1 while sources are read and what they give is stored.' },
  watchbill_events_total: {
    type: 'counter',
    help: 'Events by what became of them: inspected, skipped (no rule can react), duplicates, explained (another source told of it), refused.',
  },
  watchbill_findings_total: { type: 'counter', help: 'Findings by severity.' },
  watchbill_incident_updates_total: { type: 'counter', help: 'Incidents that were opened or have grown.' },
  watchbill_source_bytes_total: { type: 'counter', help: 'Bytes read, decompressed.' },
  watchbill_source_batches_total: { type: 'counter', help: 'Batches stored.' },
  watchbill_source_last_input_seconds: { type: 'gauge', help: 'When the last batch was stored, Unix time.' },
  watchbill_source_lag_seconds: {
    type: 'gauge',
    help: 'From the time of the latest inspected event of a batch until it was stored.',
  },
  watchbill_source_waiting_bytes: { type: 'gauge', help: 'Bodies that wait to be stored.' },
  watchbill_detector_seconds_total: { type: 'counter', help: 'Time that a detector took.' },
  watchbill_detector_signals_total: { type: 'counter', help: 'What a detector said, duplicates included.' },
  watchbill_decide_seconds: {
    type: 'histogram',
    help: 'From the arrival of a batch until it is to be stored.',
  },
  watchbill_commit_seconds: { type: 'histogram', help: 'How long the store took for a transaction.' },
  watchbill_failures_total: { type: 'counter', help: 'How often the watch began anew from what was stored.' },
  watchbill_configuration_accepted: {
    type: 'gauge',
    help: '1 while the watch works with the configuration as it is, 0 after one was refused.',
  },
  watchbill_reloads_total: {
    type: 'counter',
    help: 'How often the configuration was read anew, by result: accepted, refused.',
  },
  process_resident_memory_bytes: { type: 'gauge', help: 'Memory of the process.' },
  process_cpu_seconds_total: { type: 'counter', help: 'Processor time of the process.' },
  process_start_time_seconds: { type: 'gauge', help: 'When the process was started, Unix time.' },
} as const satisfies Readonly<Record<string, MetricDescription>>;

export interface WatchMetrics {
  readonly observer: WatchObserver;
  /** The same detector, with its time and its signals counted. */
  measured(detector: Detector): Detector;
  failed(): void;
  /** The configuration was read anew, or refused. */
  reloaded(accepted: boolean): void;
  /** Is what arrives stored? */
  isReady(): boolean;
  text(sources: readonly LiveSource[]): string;
}

const seconds = (milliseconds: number): number => milliseconds / 1000;

export function createWatchMetrics(): WatchMetrics {
  const metrics = createMetrics(watchMetrics);
  let ready = false;
  const set = (now: boolean): void => {
    ready = now;
    metrics.set('watchbill_ready', {}, now ? 1 : 0);
  };
  set(false);
  metrics.set('watchbill_configuration_accepted', {}, 1);
  return {
    observer: { ready: () => set(true), committed: commit => noteCommit(metrics, commit) },
    measured: detector => measured(detector, metrics),
    failed: () => {
      set(false);
      metrics.add('watchbill_failures_total', {}, 1);
    },
    reloaded: accepted => {
      metrics.add('watchbill_reloads_total', { result: accepted ? 'accepted' : 'refused' }, 1);
      metrics.set('watchbill_configuration_accepted', {}, accepted ? 1 : 0);
    },
    isReady: () => ready,
    text: sources => {
      for (const { name, waiting } of sources)
        if (waiting) metrics.set('watchbill_source_waiting_bytes', { source: name }, waiting());
      metrics.set('process_resident_memory_bytes', {}, process.memoryUsage.rss());
      const { user, system } = process.cpuUsage();
      metrics.set('process_cpu_seconds_total', {}, (user + system) / 1e6);
      metrics.set('process_start_time_seconds', {}, performance.timeOrigin / 1000);
      return metrics.text();
    },
  };
}

const results = ['inspected', 'skipped', 'duplicates', 'explained', 'refused'];

function noteCommit(metrics: Metrics, commit: Committed): void {
  const { counts, findings, incidents, arrived, began, decided, stored } = commit;
  for (const result of results) metrics.add('watchbill_events_total', { result }, counts.get(result) ?? 0);
  for (const { severity } of findings) metrics.add('watchbill_findings_total', { severity }, 1);
  metrics.add('watchbill_incident_updates_total', {}, incidents.length);
  metrics.observe('watchbill_decide_seconds', {}, seconds(decided - began));
  metrics.observe('watchbill_commit_seconds', {}, seconds(stored - decided));
  for (const { source, batch, newest } of arrived) {
    const labels = { source: source.name, cluster: batch.cluster };
    const sizes = batch.pieces.map(piece => ('bytes' in piece ? piece.bytes.length : 0));
    metrics.add(
      'watchbill_source_bytes_total',
      labels,
      sizes.reduce((sum, size) => sum + size, 0),
    );
    metrics.add('watchbill_source_batches_total', labels, 1);
    metrics.set('watchbill_source_last_input_seconds', labels, seconds(stored));
    if (newest > 0) metrics.set('watchbill_source_lag_seconds', labels, seconds(stored - newest));
  }
}

function measured(detector: Detector, metrics: Metrics): Detector {
  const labels = { detector: detector.name };
  const took = metrics.adder('watchbill_detector_seconds_total', labels);
  const said = metrics.adder('watchbill_detector_signals_total', labels);
  return {
    ...detector,
    inspect: (activity, found, remembered) => {
      const began = performance.now();
      const signals = detector.inspect(activity, found, remembered);
      took(seconds(performance.now() - began));
      if (signals.length > 0) said(signals.length);
      return signals;
    },
  };
}
