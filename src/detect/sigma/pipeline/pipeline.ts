/** A processing pipeline in pySigma's format, parsed. */
export interface Pipeline {
  readonly name: string;
  readonly priority: number;
  readonly transformations: readonly never[];
}
