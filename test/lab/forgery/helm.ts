import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { deployerOf } from './scene.ts';

const chart = join(import.meta.dirname, '../chart');

/** Installs, upgrades, rolls back and uninstalls a chart of ours, with the real program. */
export function playHelm(helm: string, kubeconfig: string, namespace: string): void {
  const place = ['-n', namespace, '--kubeconfig', kubeconfig, '--kube-context', deployerOf(namespace)];
  const run = (...words: readonly string[]): void => {
    execFileSync(helm, [...words, ...place], { stdio: 'pipe' });
  };
  run('install', 'shop', chart);
  run('upgrade', 'shop', chart, '--set', 'image=registry.example/shop:2');
  run('rollback', 'shop', '1');
  run('uninstall', 'shop');
}
