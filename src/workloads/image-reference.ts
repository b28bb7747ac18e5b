/** The parts of an image reference; all `""` but the repository's text if it is none. */
export interface ImageReference {
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

const none: ImageReference = { registry: '', repository: '', tag: '', digest: '' };
const longest = { repository: 255, reference: 4_096 } as const;

const component = /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*$/;
const hostLabel = /^[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?$/;
const tagPattern = /^\w[\w.-]{0,127}$/;
const digestPattern = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const digestLengths = new Map([
  ['sha256', 64],
  ['sha384', 96],
  ['sha512', 128],
]);

/**
 * An image reference by the grammar of github.com/distribution/reference, with Docker's defaults, as container
 * runtimes read it: `nginx` is docker.io, library/nginx. The tag is the one written, `""` if none is.
 */
export function readImage(image: string): ImageReference {
  if (image === '' || image.length > longest.reference || /^[a-f0-9]{64}$/.test(image)) return none;
  const { registry, rest } = splitRegistry(image);
  const at = rest.indexOf('@');
  const digest = at < 0 ? '' : rest.slice(at + 1);
  const named = at < 0 ? rest : rest.slice(0, at);
  const colon = named.indexOf(':');
  const tag = colon < 0 ? '' : named.slice(colon + 1);
  const repository = colon < 0 ? named : named.slice(0, colon);
  const valid =
    isHost(registry) &&
    isRepository(repository) &&
    repository.length <= longest.repository &&
    (colon < 0 || tagPattern.test(tag)) &&
    (at < 0 || isDigest(digest));
  return valid ? { registry, repository, tag, digest } : none;
}

/** Docker's rule: the first part is a registry if it looks like a host, else all is a name on Docker Hub. */
function splitRegistry(image: string): { readonly registry: string; readonly rest: string } {
  const slash = image.indexOf('/');
  const first = slash < 0 ? '' : image.slice(0, slash);
  const isRegistry = first === 'localhost' || /[.:]/.test(first) || first !== first.toLowerCase();
  if (slash < 0 || !isRegistry) return onDockerHub(image);
  const rest = image.slice(slash + 1);
  return first === 'docker.io' || first === 'index.docker.io' ? onDockerHub(rest) : { registry: first, rest };
}

function onDockerHub(name: string): { readonly registry: string; readonly rest: string } {
  return { registry: 'docker.io', rest: name.includes('/') ? name : `library/${name}` };
}

function isHost(registry: string): boolean {
  const [, host = '', port] = /^(\[[a-fA-F0-9:]+\]|[^:[\]]+)(:[0-9]+)?$/.exec(registry) ?? [];
  if (host === '') return false;
  return (
    (port === undefined || port.length > 1) && (host.startsWith('[') || host.split('.').every(isHostLabel))
  );
}

function isHostLabel(label: string): boolean {
  return hostLabel.test(label);
}

function isRepository(repository: string): boolean {
  return repository.split('/').every(part => component.test(part));
}

function isDigest(digest: string): boolean {
  if (!digestPattern.test(digest)) return false;
  const [algorithm = '', hash = ''] = digest.split(':');
  return digestLengths.get(algorithm) === hash.length && hash === hash.toLowerCase();
}
