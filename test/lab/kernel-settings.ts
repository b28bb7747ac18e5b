import { readFileSync, writeFileSync } from 'node:fs';

/** What a kubelet and the bridge of its pods set. */
const settings = [
  'net/ipv4/ip_forward',
  'vm/overcommit_memory',
  'vm/panic_on_oom',
  'kernel/panic',
  'kernel/panic_on_oops',
  'kernel/keys/root_maxkeys',
  'kernel/keys/root_maxbytes',
].map(name => `/proc/sys/${name}`);

/** Remembers the kernel's settings; the function that it returns puts them back. */
export function keepKernelSettings(): () => void {
  const before = settings.map(path => ({ path, value: read(path) }));
  return () => {
    for (const { path, value } of before)
      if (value !== undefined && read(path) !== value) writeFileSync(path, value);
  };
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}
