/** Findings that somebody answers for: who, why, until when, and which ones exactly. */
export interface Suppression {
  readonly id: string;
  readonly owner: string;
  readonly reason: string;
  /** As written: a date (through its last second, UTC) or an RFC 3339 time. */
  readonly expires: string;
  /** The same in milliseconds since 1970. */
  readonly expiresAt: number;
  readonly scope: SuppressionScope;
}

/**
 * Every field that is there must match; of a field's patterns, one. `*` stands for any text, `\*` for a star. What controllers made of a
 * workload is covered with it. The four things that ATT&CK's DET0206 leaves to the defender to tune are `namespace` (NamespaceScope),
 * `repository` (ImageRepository), `window` (ScheduleWindow) and `command` (ExecutionCommand).
 */
export interface SuppressionScope {
  /** Ids or titles of rules; the anomaly score is `anomaly`. */
  readonly rules?: readonly string[];
  readonly cluster?: readonly string[];
  readonly namespace?: readonly string[];
  readonly kind?: readonly string[];
  readonly name?: readonly string[];
  /** The real user; under impersonation also the one that it acted as. */
  readonly user?: readonly string[];
  /** Every image of the workload must match; where the images were not seen, nothing is hidden. */
  readonly image?: readonly string[];
  /** The same for the images' registries and repositories, `docker.io/library/busybox`, whatever their tags. */
  readonly repository?: readonly string[];
  /** Every command line of every container must match, hooks and probes too; `""`: what the image starts. */
  readonly command?: readonly string[];
  /** All runs of its schedule must lie in one of these stretches of the day. */
  readonly window?: readonly string[];
}

export const scopeFields = [
  'rules',
  'cluster',
  'namespace',
  'kind',
  'name',
  'user',
  'image',
  'repository',
  'command',
  'window',
] as const satisfies readonly (keyof SuppressionScope)[];

export type ScopeField = (typeof scopeFields)[number];
