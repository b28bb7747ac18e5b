import type { Interest } from '../model/interest.ts';
import type { Json } from '../model/json.ts';
import type { Refusal } from '../model/refusal.ts';
import type { Format } from '../model/seams.ts';

/** The closed list of formats, in the order in which they are asked whether a file is theirs. */
export const formatNames = [
  'kubernetes-audit',
  'eks',
  'gke',
  'aks',
  'kubernetes-watch',
  'admission-review',
  'wrapped',
  'logstash-csv',
  'containerd',
  'falco',
  'tetragon',
  'tracee',
  'kubearmor',
  'auditd',
  'docker-events',
  'runtime-log',
  'node-files',
  'envoy',
  'hubble',
  'linkerd',
  'nginx',
  'manifest',
  'cloudtrail',
  'ecs',
  'nomad',
  'swarm',
  'compose',
  'systemd',
  'cron-file',
] as const;

export type FormatName = (typeof formatNames)[number];

/** What every format's function gets: `(options: FormatOptions) => Format`. */
export interface FormatOptions {
  /** The cluster's name for activities whose input does not name it. */
  readonly cluster: string;
  /** What the detectors may react to; `everything`: decode every record whole (`--strict`). */
  readonly interest: Interest | 'everything';
  /** For damage that only shows when a body is read, while its activity is already being inspected. */
  readonly refuseLater?: (refusal: Refusal) => void;
}

/**
 * The start of a file. Looked at after its first line, then after 2, 4, 8, ... lines, at last at 64 KiB or at the end of the file,
 * until a format says that it is its own: so a file that grows slowly is recognised as soon as can be, and how its bytes
 * were cut into chunks makes no difference.
 */
export interface Sample {
  /** UTF-8 text without a byte order mark and without leading blanks and NULs. */
  readonly text: string;
  /** The file ends where `text` ends. */
  readonly whole: boolean;
  /** The complete lines of `text` that are not blank. */
  readonly lines: readonly string[];
  /** Those of `lines` that are JSON by themselves, parsed; or, if the whole text is one JSON value, that value alone. */
  readonly values: readonly Json[];
  /** The path as the user gave it, or `-`: for formats whose files say less by their content than by their name. */
  readonly file: string;
}

/**
 * How the bytes of a file are cut into records.
 * - `lines`: one record a line, without the blanks around it unless `keepBlanks` (a part of a line may end with one).
 * - `json-values`: one record a JSON value, pretty or not, with or without something between them. The elements of
 *   a top-level array, and of the arrays named in `streamed` directly inside a top-level object, are records of their own
 *   (in bounded memory, whatever the size of the array); the object around a streamed array is not passed on. With
 *   `streamed: []` and `splitTopLevel: false` each value is one record, at most the limit of a record long.
 * - `yaml-documents`: one record a document; the `---` lines belong to none.
 * - `csv-rows`: one record a row; a quoted field may hold line breaks.
 * - `whole-file`: one record, at most the limit of a record long.
 */
export type Framing =
  | { readonly type: 'lines'; readonly keepBlanks?: boolean }
  | { readonly type: 'json-values'; readonly streamed: readonly string[]; readonly splitTopLevel?: boolean }
  | { readonly type: 'yaml-documents' }
  | { readonly type: 'csv-rows' }
  | { readonly type: 'whole-file' };

/**
 * One format, as `decoder.ts` lists it. Each folder exports one of these, named after the format (`eks/eks.ts` exports
 * `eks`, `logstash-csv/logstash-csv.ts` exports `logstashCsv`).
 */
export interface FormatPart {
  readonly name: FormatName;
  /**
   * Is this file mine, and how is it framed? undefined: not mine, or not yet certain (a later sample has more text).
   * Must not throw and must not guess: a wrong yes makes every record of the file a refusal. One clear record is enough.
   */
  readonly recognise: (sample: Sample) => Framing | undefined;
  /** How to frame a file that the user says is of this format (`--format`) but that `recognise` does not know. */
  readonly defaultFraming: Framing;
  readonly create: (options: FormatOptions) => Format;
}
