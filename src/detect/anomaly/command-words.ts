/** How many words and lines are looked into: texts come from logs. */
const limits = { line: 8_192, words: 64 } as const;

const base = (word: string): string => word.slice(word.lastIndexOf('/') + 1);
const cut = (line: string): string => (line.length > limits.line ? line.slice(0, limits.line) : line);

/** The programs that a command line starts, by their names: the first word, and after each `;`, `|`, `&&`, `$(`, `sh -c`. */
export function programsIn(line: string): readonly string[] {
  const pieces = cut(line).split(
    /[|;&\n()`{}]+|\$\(|(?<=(?:^|[\s/])(?:ba|z|da|k)?sh\s+-\w*c\w*\s)/,
    limits.words,
  );
  const programs = pieces.map(piece => programOf(piece.trim().split(/\s+/)));
  return [...new Set(programs.filter(program => program !== ''))];
}

const prefixes: ReadonlySet<string> = new Set([
  'sudo',
  'exec',
  'nohup',
  'time',
  'env',
  'then',
  'do',
  'else',
  'if',
  'while',
  'until',
  '!',
  'command',
  'set',
]);

function programOf(words: readonly string[]): string {
  const start = words.find(word => !prefixes.has(word) && !/^[A-Za-z_]\w*=/.test(word)) ?? '';
  const plain = base(start.replace(/^["']+|["']+$/g, ''));
  return /^[A-Za-z_.][\w.+-]{0,40}$/.test(plain) ? plain : '';
}

/**
 * The words of a command line that may be kept: names of options, paths, plain words. Values of options and whatever could be a secret
 * are only told by their shape.
 */
export function wordsOf(line: string): readonly string[] {
  const words = cut(line)
    .split(/[\s"'|;&()=,<>]+/, limits.words)
    .filter(word => word !== '');
  const programs = new Set(programsIn(line));
  const kept = words.map((word, index) =>
    programs.has(base(word)) ? '' : wordOf(word, words[index - 1] ?? ''),
  );
  return [...new Set(kept.filter(word => word !== ''))];
}

function wordOf(word: string, before: string): string {
  if (/^--?[A-Za-z][\w-]{0,40}$/.test(word)) return `the option ${word}`;
  if (/^\.{0,2}\/[\w./*-]{1,120}$/.test(word))
    return `the path ${word.split('/').slice(0, 4).join('/').replace(/\d+/g, '0')}`;
  if (/^-/.test(before)) return '';
  return /^[a-z][a-z-]{1,20}$/.test(word) ? `the word ${word}` : '';
}

/** Options with their values, `--port=8080` and `--port 8080`: what a value is told by, is its option. */
export function optionsIn(line: string): readonly (readonly [option: string, value: string])[] {
  const words = cut(line).split(/\s+/, limits.words);
  return words.flatMap((word, index) => {
    const [, option = '', value] = /^(--?[A-Za-z][\w-]{0,40})(?:=(.*))?$/s.exec(word) ?? [];
    const next = words[index + 1] ?? '';
    if (option === '') return [];
    if (value !== undefined) return [[option, value] as const];
    return next === '' || next.startsWith('-') ? [] : [[option, next] as const];
  });
}

const scheme = /\b[a-z][a-z0-9+.-]{1,20}:\/\/(?:[^\s/@"']*@)?(\[[0-9a-f:.]+\]|[A-Za-z0-9._-]+)/gi;
const device = /\/dev\/(?:tcp|udp)\/([A-Za-z0-9._-]+)\//g;
/** Not what is called (`pty.spawn(`) or imported (`import urllib.request`): programs in a command line look like hosts. */
const bare =
  /(?<![\w./@-])(?<!(?<![\w-])(?:import|from)\s)((?:\d{1,3}\.){3}\d{1,3}|(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24})(?::\d{1,5})?(?![\w./@(-])/gi;

/** What a bare name with a dot must end in to be a host: `jobs.reindex` is a module, `Main.run` a method. */
const topLevel =
  /\.(?:[a-z]{2}|com|net|org|edu|gov|mil|int|info|biz|name|arpa|dev|app|cloud|online|site|store|tech|xyz|top|club|live|link|page|run|host|space|website|world|zone|systems|services|network|digital|solutions|software|tools|company|group|team|work|works|corp|internal|intern|local|lan|home|svc|example|test|invalid)$/i;

/** Files are called like hosts: their endings are no top-level domains. */
const endings =
  /\.(sh|py|js|ts|rb|pl|conf|cfg|json|ya?ml|xml|txt|log|sql|jar|war|php|go|md|csv|gz|tgz|zip|tar|bin|so|pem|crt|key|ini|toml|lock|tmp|bak|html?|css|exe|db|sock|pid|service|local|cluster|svc)$/i;

/** The hosts that a text names: of addresses, of `/dev/tcp`, and bare names with a top-level domain. */
export function hostsIn(text: string): readonly string[] {
  const line = cut(text);
  const found = [scheme, device, bare].flatMap(pattern =>
    [...line.matchAll(pattern)].flatMap(match => hostOf(match, pattern === bare)),
  );
  return [...new Set(found.filter(isHost))].slice(0, limits.words);
}

/** A bare name without a port is a host by its ending alone. */
function hostOf([whole, host = '']: readonly string[], isBare: boolean): readonly string[] {
  const isNamed = !isBare || topLevel.test(host) || /:\d+$|^[\d.]+$/.test(whole ?? '');
  return isNamed ? [host.toLowerCase()] : [];
}

function isHost(host: string): boolean {
  if (host === '' || host === 'localhost' || /^127\./.test(host) || host === '0.0.0.0') return false;
  return !endings.test(host) || /\.(svc|local)$/.test(host);
}

/** Inside of the cluster: a Service's name, by its forms. */
export const isInside = (host: string): boolean =>
  !host.includes('.') || /\.svc(\.cluster\.local)?$|\.cluster\.local$|\.local$|\.internal$/.test(host);

/** Not of a private network. */
export function isForeignAddress(host: string): boolean {
  const parts = /^(\d{1,3})\.(\d{1,3})\.\d{1,3}\.\d{1,3}$/.exec(host);
  if (parts === null) return false;
  const [first, second] = [Number(parts[1]), Number(parts[2])];
  return !(
    first === 10 ||
    first === 127 ||
    (first === 192 && second === 168) ||
    (first === 172 && second >= 16 && second < 32) ||
    (first === 100 && second >= 64 && second < 128) ||
    (first === 169 && second === 254)
  );
}
