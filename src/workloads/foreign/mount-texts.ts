import type { ForeignMount } from './foreign-pod.ts';

/**
 * `-v` and the short syntax of Compose: `/srv/data:/data:ro`, `data:/data`, `/data`, `./conf:/etc/app`. Windows' drive letters
 * are not told from names: such hosts have no paths that rules know.
 */
export function mountOfText(text: string): ForeignMount {
  const parts = splitColons(text);
  const [first = '', second, options = ''] = parts;
  if (second === undefined) return { type: 'volume', source: '', target: first, readOnly: false };
  const isRooted = /^[/.~]|^%[hHtTEsSC]|^\$/.test(first);
  return {
    type: isRooted ? 'host' : 'volume',
    source: first,
    target: second,
    ...readOptions(options.split(',')),
  };
}

/** Colons inside of `${NAME:-/srv}` part nothing. */
function splitColons(text: string): readonly string[] {
  const parts: string[] = [''];
  let depth = 0;
  for (const character of text.slice(0, 8_192)) {
    if (character === '{') depth += 1;
    if (character === '}') depth = Math.max(0, depth - 1);
    if (character === ':' && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
}

const propagations = new Map([
  ['shared', 'Bidirectional'],
  ['rshared', 'Bidirectional'],
  ['slave', 'HostToContainer'],
  ['rslave', 'HostToContainer'],
]);

function readOptions(options: readonly string[]): Pick<ForeignMount, 'readOnly' | 'propagation'> {
  const propagation = options.map(option => propagations.get(option)).find(found => found !== undefined);
  return {
    readOnly: options.includes('ro') || options.includes('readonly'),
    ...(propagation === undefined ? {} : { propagation }),
  };
}

/** `--mount type=bind,source=/,target=/host,readonly`, and `ctr`'s `type=bind,src=/,dst=/host,options=rbind:ro`. */
export function mountOfPairs(text: string): ForeignMount {
  const pairs = new Map<string, string>();
  for (const part of text.slice(0, 8_192).split(',')) {
    const at = part.indexOf('=');
    pairs.set((at < 0 ? part : part.slice(0, at)).trim().toLowerCase(), at < 0 ? 'true' : part.slice(at + 1));
  }
  const get = (...names: readonly string[]) => names.map(name => pairs.get(name)).find(Boolean) ?? '';
  const flags = [...pairs].filter(([, value]) => value === 'true' || value === '1').map(([name]) => name);
  const type = get('type') || 'volume';
  return {
    type: type === 'bind' || type === 'glob' ? 'host' : type === 'tmpfs' ? 'memory' : 'volume',
    source: get('source', 'src'),
    target: get('target', 'dst', 'destination'),
    ...readOptions([...flags, ...get('options').split(':'), get('bind-propagation')]),
  };
}

/** `/dev/sda:/dev/sda:r` */
export function mountOfDevice(text: string): ForeignMount {
  const [source = '', target = source, access = 'rwm'] = text.split(':');
  return { type: 'host', source, target, readOnly: !access.includes('w') };
}
