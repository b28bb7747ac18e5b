/** What names have in common whose rest is random or counted: `backup-7f3a9` and `backup-20261123` are `backup-*`. */
export function familyOf(name: string, generateName = ''): string {
  if (generateName !== '') return `${generateName.replace(/\d+/g, '0')}*`;
  return name
    .split('-')
    .map(familyOfPart)
    .join('-')
    .replace(/\*(-\*)+/g, '*');
}

/** Letters that the API server makes random names of (k8s.io/apimachinery, util/rand): no vowels, and not 0, 1 or 3. */
const generated = /^[bcdfghjklmnpqrstvwxz2456789]{5,10}$/;

function familyOfPart(part: string): string {
  if (/^\d{3,}$/.test(part) || (/^[0-9a-f]{7,64}$/.test(part) && /\d/.test(part))) return '*';
  if (generated.test(part) && /\d/.test(part)) return '*';
  return part.replace(/\d+/g, '0');
}

/** Of a pod behind a token: a Deployment's pods have two generated parts, a StatefulSet's a number. */
export function familyOfPod(pod: string): string {
  return pod
    .replace(/-[bcdfghjklmnpqrstvwxz2456789]{5}$/, '')
    .replace(/-[bcdfghjklmnpqrstvwxz2456789]{8,10}$/, '')
    .replace(/-\d+$/, '');
}
