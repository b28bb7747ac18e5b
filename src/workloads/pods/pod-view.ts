import type { Json, JsonObject } from '../../model/json.ts';
import type { ContainerRole } from '../workload-change.ts';

/** What an object says of one kind of pod, in the shape of a pod spec, whatever shape it is written in. */
export interface PodView {
  /** Fields of a pod spec. */
  readonly spec: JsonObject;
  /** The pod's (template's) metadata: profiles were annotations once. */
  readonly metadata: JsonObject;
  readonly lists: readonly ContainerList[];
}

export interface ContainerList {
  readonly items: readonly Json[];
  /** Of the list, or of its only item if that stands alone. */
  readonly path: string;
  readonly alone?: true;
  readonly role: ContainerRole;
  /** Where a container holds the script that it runs. */
  readonly script?: 'script' | 'source';
}

/** A value in an object and where it was. */
export interface Found {
  readonly value: Json;
  readonly path: string;
}
