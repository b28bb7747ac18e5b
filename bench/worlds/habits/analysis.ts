import { withContainer } from '../applications.ts';
import type { Cluster } from '../cluster.ts';
import { benign, hard } from '../delivery.ts';
import { inOfficeHours } from '../rhythm.ts';
import type { Workload } from '../workload.ts';
import { as } from './people.ts';

/** Data engineers own some schedules and change them by hand; no repository holds these. */
export function analysis(cluster: Cluster): void {
  const { server, random, timeline, start, analysts, registry } = cluster;
  const own: string[] = [];
  const write = (workload: Workload, method: 'create' | 'strategic', scenario: string): void => {
    server.write({
      caller: as(random.pick(analysts), method === 'create' ? 'kubectl-create' : 'kubectl-client-side-apply'),
      workload,
      method,
      mark: method === 'create' ? hard(scenario) : benign(scenario),
    });
  };
  const add = (): void => {
    const name = `${random.pick(['churn', 'cohort', 'funnel', 'forecast', 'attribution', 'segments', 'revenue'])}-${random.pick(['model', 'features', 'extract', 'export'])}-${own.length + 1}`;
    own.push(name);
    const container = {
      name: 'main',
      image: `${registry.current}/analysis/notebooks:${1 + random.below(4)}.${random.below(9)}.0`,
      command: ['python', `jobs/${name.replaceAll('-', '_')}.py`],
      args: [`--days=${7 * (1 + random.below(4))}`],
    };
    write(
      {
        kind: 'CronJob',
        namespace: 'analysis',
        name,
        labels: { owner: 'analysis' },
        schedule: `${random.pick([0, 15, 30])} ${2 + random.below(6)} * * *`,
        concurrency: 'Forbid',
        pod: { containers: [container], restartPolicy: 'Never', serviceAccountName: 'analysis' },
      },
      'create',
      'new analysis',
    );
  };
  for (let count = 0; count < 5; count++) timeline.at(start + 9 * 3_600_000 + count * 400_000, add);
  inOfficeHours(cluster, 0.15, add);
  inOfficeHours(cluster, 0.6, () => {
    const name = own[random.below(own.length)] ?? '';
    const current = server.find('CronJob', 'analysis', name)?.workload;
    if (current === undefined) return;
    const dice = random.next();
    const hour = 2 + random.below(6);
    if (dice < 0.4)
      write(
        { ...current, schedule: `${random.pick([0, 15, 30])} ${hour} * * *` },
        'strategic',
        'analysis changed',
      );
    else if (dice < 0.7)
      write(
        withContainer(current, each => ({ ...each, args: [`--days=${7 * (1 + random.below(8))}`] })),
        'strategic',
        'analysis changed',
      );
    else
      write(
        withContainer(current, each => ({
          ...each,
          image: each.image.replace(/:.*$/, `:${1 + random.below(4)}.${random.below(9)}.${random.below(4)}`),
        })),
        'strategic',
        'analysis changed',
      );
  });
}
