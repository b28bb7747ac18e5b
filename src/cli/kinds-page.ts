import type { KnownKind, KnownSource } from '../app/known-kinds.ts';

/** The page on the kinds whose pods and schedules are read, made of the registry. */
export function kindsPage(kinds: readonly KnownKind[], sources: readonly KnownSource[]): string {
  const projects = Map.groupBy(kinds, ({ project }) => project);
  const sections = [...projects].map(([project, own]) => `## ${project}\n\n${kindTable(own)}`);
  const others = new Set(kinds.map(({ project }) => project)).size - 1;
  return `# Kinds

${kinds.length} kinds of Kubernetes and of ${others} other projects whose pods and schedules Watchbill reads, in all versions that their groups serve. In a path,
\`*\` is every item of a list, or every member of an object. *Scheduled*, *persistent* (something keeps it running), *every node* and *finite* (what it runs comes to
an end) are \`workload.scheduled\`, \`workload.persistent\`, \`workload.everyNode\` and \`workload.finite\` in rules.

What a built-in controller makes from a template is taken for its owner's: its account in kube-system is fixed. The controller of a project can run under any
account, so what it makes is inspected all the same; where the owner was inspected, too, the same finding again is no news. The accounts below are those of
the projects' usual installations.

An object of any other custom kind is searched for pod templates, containers, whole objects of these kinds and schedules, by their shape
(\`workload.kindKnown\` is false), except resources of Kubernetes itself, and groups of policies, reports, routes and certificates. At the audit level Metadata, where
there is no body, a write to one of these kinds is still seen, one to another is not.

Pods that are written as a text within an object (\`podSpecPatch\`, \`resource.manifest\` of Argo Workflows) are read where they are YAML without gaps. Gaps in commands
(\`{{workflow.parameters.x}}\`, \`$(params.x)\`) are filled in from the values and defaults in the same object; what comes from elsewhere leaves its gap.

${sections.join('\n\n')}

## Sources of GitOps systems

They hold no pods: they say where others come from. Not searched for pods.

${table(['Kind', 'Group', 'System', 'Where its sources are'], sources.map(sourceRow))}
`;
}

function kindTable(kinds: readonly KnownKind[]): string {
  return table(['Kind', 'Group', 'Is', 'Pods', 'Schedules', 'Makes (as)', 'Names'], kinds.map(kindRow));
}

function kindRow({ kind, groups, nature, pods, schedules, makes, references }: KnownKind): readonly string[] {
  return [
    kind,
    groups.map(group => (group === '' ? 'core' : group)).join(', '),
    nature.join(', '),
    coded(pods),
    coded(schedules),
    makes.map(({ kind: made, accounts }) => `${made} (${coded(accounts)})`).join(', '),
    coded(references),
  ];
}

function sourceRow({ kind, group, system, addresses }: KnownSource): readonly string[] {
  return [kind, group, system, coded(addresses)];
}

function coded(texts: readonly string[]): string {
  return texts.map(text => `\`${text}\``).join(', ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), `|${' --- |'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}
