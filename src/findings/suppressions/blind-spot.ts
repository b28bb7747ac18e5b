import { workloadKinds } from '../../workloads/kinds/kinds.ts';
import { quoted } from '../words.ts';
import { isLiteral, piecesOf } from './glob.ts';
import { readWindow } from './schedule-window.ts';
import type { Suppression, SuppressionScope } from './suppression.ts';

export interface BlindSpotOptions {
  /** Of rules, by id. */
  readonly titleOf: (rule: string) => string | undefined;
}

/** What an attacker could do unseen under a suppression: what its scope leaves open, in sentences. */
export function blindSpotOf(
  { scope, expires }: Pick<Suppression, 'scope' | 'expires'>,
  { titleOf }: BlindSpotOptions,
): readonly string[] {
  const act = `${whoWords(scope)} can make or change ${whatWords(scope)}${whereWords(scope)}`;
  const until = `until ${untilWords(expires)}`;
  if (!mayRun(scope)) return [`${act}, ${until}`, hiddenWords(scope, titleOf)];
  const runs = `so that it runs ${commandWords(scope)} ${imageWords(scope)}${whenWords(scope)}`;
  return [`${act} ${runs}, ${until}`, hiddenWords(scope, titleOf), ...openContent(scope), powerWords(scope)];
}

const workloads: ReadonlySet<string> = new Set(workloadKinds.map(({ kind }) => kind));
const mayRun = ({ kind }: SuppressionScope): boolean =>
  kind === undefined || kind.some(each => !isLiteral(each) || workloads.has(each));

const list = (texts: readonly string[]): string =>
  texts.length < 2 ? (texts[0] ?? '') : `${texts.slice(0, -1).join(', ')} or ${texts.at(-1)}`;

/** A pattern as people read it: its own text, with `*` where anything may stand. */
const shown = (pattern: string): string => quoted(piecesOf(pattern).join('*'), 160);

const isOpen = (patterns: readonly string[] | undefined): boolean =>
  patterns === undefined || patterns.some(pattern => /^\*+$/.test(pattern));

function whoWords({ user }: SuppressionScope): string {
  if (user === undefined || isOpen(user)) return 'anybody';
  const names = list(user.map(shown));
  return `whoever has the credentials of ${user.every(isLiteral) ? '' : 'any user like '}${names}`;
}

function whatWords({ kind, name }: SuppressionScope): string {
  const kinds = kind === undefined || isOpen(kind) ? 'object' : list(kind.map(shown));
  if (name === undefined || isOpen(name)) return `any ${kinds}`;
  return `${kinds} ${list(name.map(shown))}`;
}

function whereWords({ namespace, cluster }: SuppressionScope): string {
  const space =
    namespace === undefined || isOpen(namespace)
      ? ' in any namespace'
      : ` in namespace ${list(namespace.map(shown))}`;
  return cluster === undefined || isOpen(cluster) ? space : `${space} of cluster ${list(cluster.map(shown))}`;
}

function commandWords({ command }: SuppressionScope): string {
  if (command === undefined || isOpen(command)) return 'any command';
  return list(command.map(text => (text === '' ? 'what the image starts' : `\`${shown(text)}\``)));
}

function imageWords({ image, repository }: SuppressionScope): string {
  if (image !== undefined && !isOpen(image)) return `of image ${list(image.map(shown))}`;
  if (repository === undefined || isOpen(repository)) return 'of any image';
  return `of any image of repository ${list(repository.map(shown))}`;
}

function whenWords({ window, kind }: SuppressionScope): string {
  if (window === undefined) return isOnceOnly(kind) ? '' : ', at any hour and as often as every minute';
  const stretches = window.map(text => {
    const read = readWindow(text);
    const clock = read?.zone === '' ? " by the cluster's clock" : '';
    return read !== undefined && read.from === read.to
      ? `at ${text.slice(0, 5)}${text.slice(11)}${clock}`
      : `at any minute of ${text}${clock}`;
  });
  return `, ${list(stretches)} on any day`;
}

const unscheduled: ReadonlySet<string> = new Set([
  'Pod',
  'Job',
  'Deployment',
  'DaemonSet',
  'StatefulSet',
  'ReplicaSet',
]);
const isOnceOnly = (kind: readonly string[] | undefined): boolean =>
  kind?.every(each => unscheduled.has(each)) === true;

function untilWords(expires: string): string {
  return expires.length === 10 ? `the end of ${expires} (UTC)` : expires;
}

function hiddenWords({ rules }: SuppressionScope, titleOf: BlindSpotOptions['titleOf']): string {
  if (rules === undefined || isOpen(rules))
    return 'nothing at all would be said of it: every rule and the anomaly score are hidden';
  const names = rules.map(rule =>
    rule === 'anomaly' ? 'the anomaly score' : `"${quoted(titleOf(rule) ?? piecesOf(rule).join('*'), 120)}"`,
  );
  return `hidden is what ${list(names).replace(/ or (?=[^,]*$)/, ' and ')} would say of it; all other rules still do`;
}

/** What the texts of a template do not settle. */
function openContent({ image, repository, command }: SuppressionScope): readonly string[] {
  const pinned = image?.every(pattern => isLiteral(pattern) && pattern.includes('@sha256:')) === true;
  if (pinned) return [];
  const place = image ?? repository;
  if (place === undefined || isOpen(place)) return ['nothing limits where its image comes from'];
  const sure = command === undefined || isOpen(command) ? '' : ', whatever the command says';
  return [`whoever can push to ${list(place.map(shown))} decides what runs there${sure}`];
}

function powerWords({ rules }: SuppressionScope): string {
  const open =
    'its service account, volumes, Secrets, variables and privileges may be any: no scope names them';
  if (rules !== undefined && !isOpen(rules))
    return `${open}; rules that look at these and are not named above still report them`;
  return `${open}, and no rule reports them`;
}
