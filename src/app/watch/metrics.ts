/** Numbers in the text format of Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/). */
export interface Metrics {
  /** Adds to a counter. */
  add(name: string, labels: Labels, more: number): void;
  /** The same of one series, for where it is done all the time. */
  adder(name: string, labels: Labels): (more: number) => void;
  /** Sets a gauge. */
  set(name: string, labels: Labels, value: number): void;
  /** Notes an observation, in seconds. */
  observe(name: string, labels: Labels, seconds: number): void;
  text(): string;
}

export type Labels = Readonly<Record<string, string>>;

export interface MetricDescription {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
}

/** Upper bounds, in seconds. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

interface Histogram {
  readonly labels: Labels;
  readonly counts: number[];
  sum: number;
  count: number;
}

export function createMetrics(described: Readonly<Record<string, MetricDescription>>): Metrics {
  const values = new Map<string, Map<string, number>>();
  const histograms = new Map<string, Map<string, Histogram>>();
  const seriesOf = (name: string): Map<string, number> => {
    const series = values.get(name) ?? new Map<string, number>();
    values.set(name, series);
    return series;
  };
  const adder = (name: string, labels: Labels): ((more: number) => void) => {
    const series = seriesOf(name);
    const key = labelText(labels);
    return more => void series.set(key, (series.get(key) ?? 0) + more);
  };
  const histogramOf = (name: string, labels: Labels): Histogram => {
    const series = histograms.get(name) ?? new Map<string, Histogram>();
    histograms.set(name, series);
    const key = labelText(labels);
    const found = series.get(key) ?? { labels, counts: buckets.map(() => 0), sum: 0, count: 0 };
    series.set(key, found);
    return found;
  };
  const linesOf = (name: string): readonly string[] => [
    ...[...(values.get(name) ?? [])].map(([labels, value]) => `${name}${labels} ${value}`),
    ...[...(histograms.get(name)?.values() ?? [])].flatMap(histogram => histogramLines(name, histogram)),
  ];
  return {
    add: (name, labels, more) => adder(name, labels)(more),
    adder,
    set: (name, labels, value) => void seriesOf(name).set(labelText(labels), value),
    observe: (name, labels, seconds) => {
      const histogram = histogramOf(name, labels);
      for (const [index, bound] of buckets.entries()) {
        if (seconds <= bound) histogram.counts[index] = (histogram.counts[index] ?? 0) + 1;
      }
      histogram.sum += seconds;
      histogram.count += 1;
    },
    text: () => {
      const parts = Object.entries(described).map(([name, { type, help }]) =>
        [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...linesOf(name)].join('\n'),
      );
      return `${parts.join('\n')}\n`;
    },
  };
}

function histogramLines(name: string, { labels, counts, sum, count }: Histogram): readonly string[] {
  const lines = buckets.map(
    (bound, index) => `${name}_bucket${labelText({ ...labels, le: String(bound) })} ${counts[index] ?? 0}`,
  );
  return [
    ...lines,
    `${name}_bucket${labelText({ ...labels, le: '+Inf' })} ${count}`,
    `${name}_sum${labelText(labels)} ${sum}`,
    `${name}_count${labelText(labels)} ${count}`,
  ];
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

const escaped = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
