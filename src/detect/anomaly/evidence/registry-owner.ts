import type { Observation } from '../observation.ts';
import type { Judgement } from './judgement.ts';
import { nearest } from './judgement.ts';
import { isHostLike } from './likeness.ts';
import type { Fact } from './weights.ts';

/** The images keep their paths, and only the registry has another name, of a domain that images here come from already. */
export function renamedRegistryFacts(
  { containers, step }: Observation,
  judgement: Judgement,
): readonly Fact[] {
  if (step !== 'changed') return [];
  const moved = containers.filter(({ before, after }) => before?.registry !== after.registry);
  const keepPaths = moved.every(({ before, after }) => before?.repository === after.repository);
  const [registry] = judgement.of('image-registry').filter(one => nearest(one).seen === 0);
  if (registry === undefined || moved.length === 0 || !keepPaths) return [];
  const [host, known] = [registry.sight.value, registry.users ?? []];
  if (!moved.every(({ after }) => after.registry === host) || known.some(other => isHostLike(host, other)))
    return [];
  const sibling = known.find(other => ownerOf(other) === ownerOf(host));
  if (ownerOf(host) === '' || sibling === undefined) return [];
  const says = `the same image path as before, and ${host} is of the domain of ${sibling}, which is in use here`;
  return [{ name: 'registry-renamed', says }];
}

/** Below these domains everybody can have a registry. */
const shared =
  /(?:^|\.)(?:amazonaws\.com(?:\.cn)?|azurecr\.(?:io|cn)|pkg\.dev|gcr\.io|ocir\.io|aliyuncs\.com|myhuaweicloud\.com|jfrog\.io|scw\.cloud|github\.io|gitlab\.io|nip\.io|sslip\.io|ngrok(?:-free)?\.(?:io|app)|run\.app|web\.app|herokuapp\.com|cloudfront\.net|azurewebsites\.net|duckdns\.org)$/;

/** `corp.example` of `registry.corp.example`; `""` where the name does not tell who owns it. */
function ownerOf(registry: string): string {
  const host = registry.replace(/:\d+$/, '').toLowerCase();
  const labels = host.split('.');
  if (labels.length < 3 || /^[\d.]+$|:/.test(host) || shared.test(host)) return '';
  const isCountry = (labels.at(-1) ?? '').length === 2 && (labels.at(-2) ?? '').length <= 3;
  const owned = labels.slice(isCountry ? -3 : -2);
  return owned.length < labels.length ? owned.join('.') : '';
}
