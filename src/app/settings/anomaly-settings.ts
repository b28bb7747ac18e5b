import type { Setting } from './settings.ts';

/** What is learned as usual, how much is reported, and what is expected. */
export const anomalySettings: readonly Setting[] = [
  {
    key: 'anomaly',
    type: 'switch',
    flags: '--anomaly',
    negation: '--no-anomaly',
    says: 'Score changes by how far they are from what is usual; `--no-anomaly` leaves that out.',
    default:
      'on; off where `--rules` leaves out the pack `watchbill`, unless there is a history to compare with (`--learn-until`, `--baseline`)',
  },
  {
    key: 'anomaly-without',
    type: 'list',
    flags: '--anomaly-without <feature>',
    says: 'Leave a feature out of anomaly scores, by the name that they show (`actor`, `image-registry`); repeatable.',
    default: 'none',
  },
  {
    key: 'anomaly-threshold',
    type: 'number',
    flags: '--anomaly-threshold <bits>',
    says: 'The score from which a change is reported at medium; where the body was not logged, two thirds of it.',
    default: '11, and 9 after two weeks of history',
  },
  {
    key: 'learn-until',
    type: 'text',
    flags: '--learn-until <time>',
    says: 'Learn what came before this time as trusted, and report nothing of it.',
    default: 'learns as it goes',
    once: true,
  },
  {
    key: 'baseline',
    type: 'text',
    flags: '--baseline <file>',
    says: 'What was learned before; what is learned now is added to it. Made if it is not there; `watchbill baseline` shows and changes it.',
    default: 'none',
    paths: true,
  },
  {
    key: 'max-incidents-per-day',
    type: 'number',
    flags: '--max-incidents-per-day <n>',
    says: 'Raise the threshold of the anomaly score, up to twice, rather than report more a cluster. What rules find is not touched.',
    default: '1',
  },
  {
    key: 'namespace-scope',
    type: 'list',
    flags: '--namespace-scope <glob>',
    says: 'Score changes in these namespaces only (NamespaceScope of ATT&CK DET0206); repeatable.',
    default: 'all',
  },
  {
    key: 'image-repository',
    type: 'list',
    flags: '--image-repository <glob>',
    says: 'Repositories that are allowed, as in `registry.example/team/*`: others count against a change (ImageRepository); repeatable.',
    default: 'learned',
  },
  {
    key: 'schedule-window',
    type: 'text',
    flags: '--schedule-window <from-to>',
    says: 'When schedules are expected to run, in UTC, as in `22:00-06:00`: others count against a change (ScheduleWindow).',
    default: 'learned',
  },
  {
    key: 'execution-command',
    type: 'list',
    flags: '--execution-command <glob>',
    says: 'Command lines that are expected: their words are no surprise (ExecutionCommand); repeatable.',
    default: 'learned',
  },
];
