/** What a set's loud attacks are combined from; texts are inert, addresses are for documentation. */
export interface LoudTables {
  readonly prefix: string;
  readonly count: number;
  readonly names: readonly string[];
  readonly images: readonly string[];
  readonly payloads: readonly (readonly [family: string, command: readonly string[]])[];
  readonly schedules: readonly string[];
  readonly agents: readonly string[];
  /** How far to go in each table from one variant to the next. */
  readonly strides: {
    readonly kind: number;
    readonly actor: number;
    readonly power: number;
    readonly hiding: number;
  };
}

/** Tables go round. */
export const at = <T>(list: readonly T[], index: number): T => {
  const item = list[index % list.length];
  if (item === undefined) throw new Error('an empty table');
  return item;
};
