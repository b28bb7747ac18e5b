import type { Cluster, ClusterPlan } from './cluster.ts';
import { analysis } from './habits/analysis.ts';
import { autoscaling, bursts, previews, reports, runners } from './habits/automation.ts';
import {
  clusterUpgrade,
  helmReleases,
  newTeams,
  registryMigration,
  reorganisation,
} from './habits/change.ts';
import { delivery, reconcile } from './habits/delivery.ts';
import { backups, scans } from './habits/operators.ts';
import { people } from './habits/people.ts';
import { platform } from './habits/platform.ts';

/** What goes on in a cluster, by name. */
export const habits: { readonly [name: string]: (cluster: Cluster) => void } = {
  delivery,
  platform,
  scans,
  backups,
  people,
  analysis,
  reports,
  bursts,
  autoscaling,
  runners,
  previews,
  helmReleases,
  newTeams,
  reorganisation,
  registryMigration,
  clusterUpgrade,
  reconcile: cluster => reconcile(cluster, 8),
  /** So much that nearly every change comes from it. */
  reconcileAlways: cluster => reconcile(cluster, 110),
};

const usual = ['delivery', 'platform', 'people'] as const;

type Kind = Omit<ClusterPlan, 'name' | 'seed' | 'domain' | 'words'>;

/** Ten kinds of clusters. */
const kindsOfClusters: readonly Kind[] = [
  {
    zone: 1,
    gitops: 'argocd',
    teams: 5,
    appsPerTeam: 4,
    deploysADay: 7,
    habits: [...usual, 'scans', 'backups', 'autoscaling', 'reconcile', 'newTeams'],
  },
  {
    zone: 0,
    gitops: 'flux',
    teams: 6,
    appsPerTeam: 4,
    deploysADay: 9,
    habits: ['delivery', 'platform', 'reconcileAlways', 'autoscaling'],
  },
  {
    zone: -5,
    gitops: 'none',
    teams: 4,
    appsPerTeam: 5,
    deploysADay: 6,
    habits: [...usual, 'helmReleases', 'runners', 'previews', 'autoscaling'],
  },
  {
    zone: 2,
    gitops: 'argocd',
    teams: 3,
    appsPerTeam: 3,
    deploysADay: 3,
    habits: [...usual, 'analysis', 'reports', 'bursts', 'scans'],
    sharedControllers: true,
  },
  { zone: 5.5, gitops: 'none', teams: 2, appsPerTeam: 3, deploysADay: 1.5, habits: [...usual, 'analysis'] },
  {
    zone: 1,
    gitops: 'flux',
    teams: 5,
    appsPerTeam: 3,
    deploysADay: 5,
    habits: [...usual, 'reports', 'scans', 'backups', 'reconcile', 'clusterUpgrade'],
  },
  {
    zone: -8,
    gitops: 'argocd',
    teams: 7,
    appsPerTeam: 3,
    deploysADay: 10,
    habits: [...usual, 'runners', 'newTeams', 'reorganisation', 'previews'],
  },
  {
    zone: 8,
    gitops: 'argocd',
    teams: 4,
    appsPerTeam: 4,
    deploysADay: 5,
    habits: [...usual, 'registryMigration', 'backups', 'autoscaling', 'scans'],
    customAtMetadata: true,
  },
  {
    zone: 1,
    gitops: 'none',
    teams: 5,
    appsPerTeam: 3,
    deploysADay: 5,
    habits: [...usual, 'helmReleases', 'bursts', 'reports', 'clusterUpgrade', 'runners'],
    sharedControllers: true,
  },
  {
    zone: -3,
    gitops: 'flux',
    teams: 3,
    appsPerTeam: 5,
    deploysADay: 4,
    habits: [...usual, 'analysis', 'reorganisation', 'newTeams', 'backups', 'reconcile'],
  },
];

/** `validation` was the final set once: its figures are known, and the detector is tried on it while it is made. */
export type WorldSet = 'development' | 'validation' | 'final';

const domains: { readonly [set in WorldSet]: readonly string[] } = {
  development: [
    'quarry',
    'alder',
    'fathom',
    'heron',
    'tundra',
    'saffron',
    'cobalt',
    'juniper',
    'marlin',
    'ember',
  ],
  validation: [
    'bracken',
    'opal',
    'drift',
    'kestrel',
    'lagoon',
    'thistle',
    'basalt',
    'clover',
    'osprey',
    'willow',
  ],
  final: ['sorrel', 'granite', 'delta', 'petrel', 'moraine', 'yarrow', 'pumice', 'fern', 'gannet', 'aspen'],
};

const seeds: { readonly [set in WorldSet]: number } = {
  development: 71_000,
  validation: 92_500,
  final: 518_300,
};

/** The ten clusters of a set. Those of the other set have other names, seeds and people. */
export function clustersOf(set: WorldSet): readonly ClusterPlan[] {
  return kindsOfClusters.map((kind, index) => {
    const name = domains[set][index] ?? `cluster-${index}`;
    return {
      ...kind,
      name,
      seed: seeds[set] + index * 131,
      domain: `${name}.example`,
      words: set === 'final' ? 'second' : 'first',
    };
  });
}
