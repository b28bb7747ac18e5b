/**
 * An object that says where others come from: who may write it decides what runs, although it holds no pod. It is no workload; what
 * it makes is recognised by the marks that its system leaves (`provenance/`).
 */
export interface SourceKind {
  readonly kind: string;
  readonly resource: string;
  readonly groups: readonly string[];
  readonly system: 'argo-cd' | 'flux';
  /** Where its addresses of sources are: repositories, charts, buckets. */
  readonly addresses: readonly (readonly string[])[];
  /** Where it names another source object. */
  readonly references: readonly (readonly string[])[];
  /** Branch, tag, commit or chart version. */
  readonly revisions: readonly (readonly string[])[];
  /** Folders within the source. */
  readonly folders: readonly (readonly string[])[];
  /** Namespaces or clusters that it writes to. */
  readonly targets: readonly (readonly string[])[];
}

const paths = (...texts: readonly string[]): readonly (readonly string[])[] =>
  texts.map(text => text.split('.'));

interface Written {
  readonly kind: string;
  readonly resource: string;
  readonly group: string;
  readonly addresses?: readonly string[];
  readonly references?: readonly string[];
  readonly revisions?: readonly string[];
  readonly folders?: readonly string[];
  readonly targets?: readonly string[];
}

export function sourceKind(system: SourceKind['system'], of: Written): SourceKind {
  return {
    kind: of.kind,
    resource: of.resource,
    groups: [of.group],
    system,
    addresses: paths(...(of.addresses ?? [])),
    references: paths(...(of.references ?? [])),
    revisions: paths(...(of.revisions ?? [])),
    folders: paths(...(of.folders ?? [])),
    targets: paths(...(of.targets ?? [])),
  };
}
