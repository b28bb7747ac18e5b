import { piecesOf } from './glob.ts';
import type { SuppressionScope } from './suppression.ts';

export interface Width {
  /** Reasons not to accept it. */
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

/** Is a scope so wide that an attacker could live in it? Who, which object, and what runs: two of them must be named. */
export function widthOf(scope: SuppressionScope): Width {
  const { user, namespace, name, image, repository, command, rules } = scope;
  const open = [
    ...(isNamed(user) ? [] : ['who does it']),
    ...(isNamed(name) && (isNamed(namespace) || isClusterWide(scope))
      ? []
      : ['which object in which namespace']),
    ...(isNamed(image ?? repository) || isNamed(command) ? [] : ['what runs']),
  ];
  const errors =
    open.length < 2
      ? []
      : [
          `too wide: it leaves open ${open.join(' and ')}; name two of user, namespace with name, and repository or command`,
        ];
  return {
    errors,
    warnings: [
      ...(open.length === 1 ? [`it leaves open ${open[0]}`] : []),
      ...(rules === undefined ? ['it hides every rule, also those that do not fire today'] : []),
    ],
  };
}

const clusterWide: ReadonlySet<string> = new Set(['ClusterRole', 'ClusterRoleBinding', 'Namespace', 'Node']);
const isClusterWide = ({ kind }: SuppressionScope): boolean =>
  kind?.every(each => clusterWide.has(each)) === true;

/** So many characters besides the stars are a name. */
const least = 3;

const isNamed = (patterns: readonly string[] | undefined): boolean => patterns?.every(isName) === true;

const isName = (pattern: string): boolean =>
  !pattern.includes('*') || piecesOf(pattern).join('').length >= least;

/** Longer than this, people forget why. */
const longestDays = 180;

export function durationWarnings(expiresAt: number, now: number): readonly string[] {
  const days = Math.round((expiresAt - now) / 86_400_000);
  return days > longestDays ? [`it lasts ${days} days; ${longestDays} are long enough to forget it`] : [];
}
