import type { Tunable } from '../../../model/score.ts';

/** How much more typical a fact is of the technique than of honest work, wherever it is seen: bits, base 2. */
export interface Weight {
  readonly bits: number;
  /** Why so much: what attackers and honest workloads have in common, and what not. */
  readonly because: string;
  readonly tunable?: Tunable;
}

/**
 * All weights there are: few, round, and each with its reason. Two bits are "four times as often in attacks". Facts that overlap do not
 * add up: the second strongest counts half, the third a quarter.
 */
export const weights = {
  'rule-critical': { bits: 20, because: 'a rule of this level describes what honest work does not do' },
  'rule-high': { bits: 12, because: 'honest cases are known and rare: a few in a cluster a year' },
  'rule-medium': { bits: 7, because: 'honest cases happen every month' },
  'rule-low': { bits: 2, because: 'a step that honest work takes as well' },
  'download-and-run': {
    bits: 10,
    because: 'images hold their programs: what is fetched at run time can be exchanged at will',
    tunable: 'ExecutionCommand',
  },
  'decoded-and-run': {
    bits: 9,
    because: 'honest commands have no reason to be unreadable',
    tunable: 'ExecutionCommand',
  },
  'shell-to-network': {
    bits: 12,
    because: 'interactive shells come through the API server',
    tunable: 'ExecutionCommand',
  },
  miner: {
    bits: 12,
    because: 'nobody mines on a cluster that is theirs to pay for',
    tunable: 'ExecutionCommand',
  },
  'credentials-read': {
    bits: 6,
    because: 'workloads use the credentials that they are given, not those of others',
    tunable: 'ExecutionCommand',
  },
  'escape-tool': {
    bits: 5,
    because: 'entering the node is the business of a few node agents',
    tunable: 'ExecutionCommand',
  },
  'traces-removed': {
    bits: 4,
    because: 'logs and histories are rotated by the platform',
    tunable: 'ExecutionCommand',
  },
  'bare-address': { bits: 4, because: 'honest services have names', tunable: 'ExecutionCommand' },
  'high-entropy': {
    bits: 3,
    because: 'keys and payloads look like this; so do a few honest identifiers',
    tunable: 'ExecutionCommand',
  },
  privileged: { bits: 4, because: 'a node agent may need it; little else does' },
  'host-root': {
    bits: 6,
    because: 'whoever writes the root, its startup files or the runtime socket owns the node',
  },
  'host-path': { bits: 2, because: 'node agents read logs and metrics so' },
  'host-namespaces': { bits: 3, because: 'seeing the processes of a node is for debuggers and node agents' },
  'strong-capability': { bits: 4, because: 'these capabilities are a way out of the container' },
  'tracks-covered': { bits: 3, because: 'finished Jobs are kept by default, and somebody turned that off' },
  'created-and-removed': { bits: 3, because: 'attackers tidy up; tests and previews do, too' },
  'never-due': {
    bits: 5,
    because: 'a schedule that never runs is a store for a template',
    tunable: 'ScheduleWindow',
  },
  dormant: {
    bits: 2,
    because: 'what waits to be resumed is not looked at; migrations do so as well',
    tunable: 'ScheduleWindow',
  },
  'far-more-often': {
    bits: 4,
    because: 'a job that was nightly and is now a beacon',
    tunable: 'ScheduleWindow',
  },
  'look-alike-registry': {
    bits: 9,
    because: 'a name one letter from one in use is chosen to be overlooked',
    tunable: 'ImageRepository',
  },
  'look-alike-repository': {
    bits: 5,
    because: 'as for the registry, though forks and variants are called alike',
    tunable: 'ImageRepository',
  },
  'look-alike-name': {
    bits: 4,
    because: 'system names and names of neighbours are borrowed so as not to be noticed',
  },
  'static-pod': {
    bits: 8,
    because: 'files in the folder of the kubelet come with the installation of a node',
  },
  impersonation: {
    bits: 4,
    because: 'acting as somebody else is for administrators, and seldom to write workloads',
  },
  'account-of-another': { bits: 3, because: 'each application has an account of its own' },
  'strong-account': { bits: 4, because: 'few workloads need to change the cluster or to read its Secrets' },
  'unlike-its-series': {
    bits: 6,
    because: 'a program makes its Jobs from one template: they differ in parameters, not in what they are',
  },
  'outside-its-namespaces': {
    bits: 3,
    because:
      'a program that made all of them in a few places has a reason to go elsewhere, or somebody has its token',
    tunable: 'NamespaceScope',
  },
  'image-of-another': {
    bits: 4,
    because: 'an application that turns into another one is what a compromised repository looks like',
    tunable: 'ImageRepository',
  },
  'data-of-another': { bits: 4, because: "another application's credentials are what an attacker is after" },
  'loads-code': {
    bits: 4,
    because:
      'programs are built with the code that they load; another way in is for debugging, and for hijacking',
    tunable: 'ExecutionCommand',
  },
  'points-elsewhere': {
    bits: 3,
    because: 'a proxy, a mirror or an endpoint that moves takes the data along',
    tunable: 'ExecutionCommand',
  },
  'whole-fleet': {
    bits: 2,
    because: 'many pods at once are for mining and for noise; batch work has them, too',
  },
  'control-plane': {
    bits: 4,
    because: 'the keys of the cluster lie there, and its own components alone run there',
  },
  'body-hidden': {
    bits: 2,
    because: 'a schedule, or pods on every node, whose body is not logged can hold anything',
  },
  'first-of-kind-hidden': {
    bits: 6,
    because:
      'other ways to schedule come with an installation; by hand, where nobody used them, they pass by what watches CronJobs',
  },
  'made-anew-hidden': {
    bits: 5,
    because:
      'changes are made in place, or by what delivers; by hand, to delete and make anew leaves nothing to compare with',
  },
  'reported-before': {
    bits: 3,
    because: 'what was reported and never called right is no habit by being done again',
  },
  'follows-report': {
    bits: -5,
    because: 'what was reported is put right by somebody else, and there is a report to look at already',
  },
  'reported-already': {
    bits: -4,
    because: 'three reports of one identity are looked at together with all else that it did',
  },
  'said-to-restart': {
    bits: -6,
    because: 'kubectl names its subcommand; whoever makes up a client can name it, too, hence not the whole',
  },
  'bare-pod': {
    bits: -3,
    because: 'to look at something from inside; what is to stay needs something that keeps it',
  },
  'said-to-repeat': { bits: -6, because: 'as for a run by hand whose template was seen' },
  'outside-repositories': {
    bits: 6,
    because: 'the configuration names the repositories that are allowed',
    tunable: 'ImageRepository',
  },
  'outside-window': {
    bits: 4,
    because: 'the configuration names the times at which work is expected',
    tunable: 'ScheduleWindow',
  },
  'earlier-signs': {
    bits: 0,
    because: 'weaker signs about the same workload or by the same identity add up',
  },
  provenance: {
    bits: -4,
    because:
      'everything agrees with the history of this identity; a thief of its repository would look the same, hence no more',
  },
  'registry-renamed': {
    bits: -2,
    because:
      'names below a domain are given by its owner, whose images already run here; an attacker has another domain',
  },
  chart: {
    bits: -3,
    because:
      'charts bring what is new to a namespace, and somebody who installs charts has installed another',
  },
  'manual-run': { bits: -6, because: 'the template was there and is unchanged' },
  'altered-run': {
    bits: 3,
    because:
      'a run by hand repeats what is there; to say so and run something else is a way not to be noticed',
    tunable: 'ExecutionCommand',
  },
  'ran-before': { bits: -6, because: 'a rollback brings back what was accepted' },
  'known-image': {
    bits: -1,
    because: 'the very image already ran in this namespace; tools that can do anything are among them',
  },
  'runs-nothing-else': {
    bits: -10,
    because:
      'the technique makes something run: a restart, a label or a number of pods does not, whoever changes it',
  },
  'only-stops': { bits: -8, because: 'to suspend or to delete makes nothing run' },
  'resumes-known': { bits: -6, because: 'what is resumed ran before it was suspended' },
  narrows: { bits: -3, because: 'attackers do not take powers away' },
} as const satisfies { readonly [fact: string]: Weight };

export type FactName = keyof typeof weights;

/** A fact about one change, with the sentence that says so. */
export interface Fact {
  readonly name: FactName;
  readonly says: string;
  /** Where it differs from the table's weight: of a sum. */
  readonly bits?: number;
}
