import { judgePolicy } from '../coverage/coverage-report.ts';
import type { WatchSettings } from '../settings/read-watch-settings.ts';
import { compileForWatch, loadSuppressions } from '../watch/run-watch.ts';
import type { Check } from './check.ts';
import { broken, messageOf, pass, warn } from './check.ts';
import { checkSecret } from './check-files.ts';
import { checkHistory } from './check-history.ts';
import { checkPort, checkSource } from './check-sources.ts';
import { checkState } from './check-state.ts';
import { selfTest } from './self-test.ts';

export interface DoctorOptions {
  /** A file with the audit policy in force. */
  readonly policy?: string;
  /** Send an inert event through the running watch. */
  readonly selfTest: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Looks at a deployment from end to end. Changes nothing but for the finding of a self-test. */
export async function examine(settings: WatchSettings, options: DoctorOptions): Promise<readonly Check[]> {
  const { now, policy } = options;
  const { checks: ofState, running } = checkState(settings.state);
  const sources: Check[] = [];
  for (const request of settings.sources) sources.push(...(await checkSource(request, { now, running })));
  return [
    ...(await checkRules(settings)),
    ...ofState,
    running
      ? pass('watch', 'one is running with this state folder')
      : warn('watch', 'none is running with this state folder', 'Start it: watchbill run'),
    ...(await checkListen(settings, running)),
    ...sources,
    ...(await checkHistory(settings.state, now)),
    ...(policy === undefined ? [] : [checkPolicy(policy)]),
    ...(options.selfTest ? [await selfTest(settings.sources, settings.state)] : []),
  ];
}

async function checkRules(settings: WatchSettings): Promise<readonly Check[]> {
  const { documents, problems } = await compileForWatch(settings);
  const { problems: inSuppressions } = await loadSuppressions(settings.suppressions);
  const wrong = [...problems, ...inSuppressions].filter(({ severity }) => severity === 'error');
  const [first] = wrong;
  if (first === undefined) return [pass('rules', `${documents.length} rules compile`)];
  const { file, line, column, message } = first;
  return [
    broken(
      'rules',
      `${wrong.length} errors, the first: ${file}:${line}:${column}: ${message}`,
      'watchbill config check tells all of them',
    ),
  ];
}

async function checkListen(
  { listen, listenTokenFile }: WatchSettings,
  running: boolean,
): Promise<readonly Check[]> {
  if (listen === undefined)
    return [
      warn(
        'health',
        'nothing answers for health and metrics',
        'Add --listen 127.0.0.1:9464, and alert on watchbill_source_last_input_seconds',
      ),
    ];
  return [
    await checkPort(listen, running),
    ...(listenTokenFile === undefined ? [] : [checkSecret(listenTokenFile)]),
  ];
}

function checkPolicy(file: string): Check {
  try {
    const { problems } = judgePolicy(file);
    const errors = problems.filter(({ severity }) => severity === 'error');
    const [first] = errors;
    if (first !== undefined)
      return broken(
        'audit policy',
        `${file}:${first.line}:${first.column}: ${first.message}`,
        `watchbill coverage --policy ${file}`,
      );
    return problems.length > 0
      ? warn(
          'audit policy',
          `${problems.length} remarks on ${file}`,
          `watchbill coverage --policy ${file} tells them, and what each rule sees`,
        )
      : pass(
          'audit policy',
          `${file} holds no mistake; watchbill coverage --policy tells what each rule sees`,
        );
  } catch (error) {
    return broken('audit policy', messageOf(error), 'Name the file of --audit-policy-file');
  }
}
