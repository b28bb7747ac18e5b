import type { Container } from '../../../workloads/workload-change.ts';
import { hostsIn, isForeignAddress } from '../command-words.ts';
import type { Observation } from '../observation.ts';
import { isNewIn } from '../observation.ts';
import type { Fact, FactName } from './weights.ts';

type Pattern = readonly [FactName, RegExp, string];

/** Of few and plain patterns, each of bounded work: the rules know more. */
const patterns: readonly Pattern[] = [
  [
    'download-and-run',
    /\b(?:curl|wget|fetch)\b[^\n]{0,400}\|\s{0,9}(?:sudo\s{1,9})?(?:\/\S{0,40})?(?:ba|z|da|a|k)?sh\b|\b(?:curl|wget)\b[^\n]{0,400}\|\s{0,9}(?:python3?|perl|ruby|node|php)\b|\b(?:ba)?sh\s{1,9}(?:-c\s{1,9})?["']?(?:<\(|\$\()\s{0,9}(?:curl|wget)\b|\b(?:curl|wget)\b[^\n]{0,400}(?:&&|;)[^\n]{0,200}\bchmod\s{1,9}(?:\+x|[0-7]?7[0-7]{2})/,
    'downloads something and runs it',
  ],
  [
    'decoded-and-run',
    /\b(?:base64|openssl\s{1,9}(?:enc|base64)|xxd)\b[^\n|]{0,200}\|\s{0,9}(?:(?:ba|z|da|a|k)?sh|python3?|perl)\b|\beval\b[^\n]{0,80}\b(?:base64|b64decode|atob)\b|\bexec\s{0,9}\(\s{0,9}\S{0,60}b64decode/,
    'runs what it decodes',
  ],
  [
    'shell-to-network',
    /\/dev\/(?:tcp|udp)\/|\b(?:nc|ncat|netcat)\b[^\n]{0,80}\s-\w{0,6}[ec]\b|\bsocat\b[^\n]{0,200}\bexec:|\bsocket\b[^\n]{0,300}\b(?:dup2|pty\.spawn|subprocess)\b/i,
    'connects a shell to the network',
  ],
  [
    'miner',
    /\bxmrig\b|\bstratum\+|\bminerd\b|--donate-level|\bcpuminer\b|\bnicehash\b|\bnanopool\b/i,
    'mines',
  ],
  [
    'credentials-read',
    /\/etc\/shadow\b|\bid_(?:rsa|ed25519)\b|\/var\/run\/secrets\/kubernetes\.io|\.kube\/config\b|\/etc\/kubernetes\/(?:pki|admin)|\bget\s{1,9}secrets?\b|169\.254\.169\.254|\.aws\/credentials/,
    'reads credentials',
  ],
  [
    'escape-tool',
    /\bnsenter\b|\bchroot\s{1,9}\/|\bunshare\b|\bcrictl\b|\bctr\s{1,9}-n\b|\bdocker\s{1,9}(?:run|exec)\b/,
    'leaves the container',
  ],
  [
    'traces-removed',
    /\bhistory\s{1,9}-c\b|\bunset\s{1,9}HISTFILE\b|\brm\s{1,9}-\w{0,4}\s{1,9}\/var\/log\b|\bshred\b|\bkubectl\b[^\n]{0,80}\bdelete\s{1,9}events?\b/,
    'removes traces',
  ],
];

/** What is typical of the technique in command lines that were not there before. */
export function commandFacts({ containers }: Observation): readonly Fact[] {
  const changed = containers.filter(step => isNewIn(step, ({ commandLines }) => commandLines.join('\n')));
  const facts = changed.flatMap(({ after }) => factsOf(after));
  return [...new Map(facts.map(fact => [fact.name, fact])).values()];
}

const longest = 8_192;

function factsOf({ commandLines, decoded, name }: Container): readonly Fact[] {
  const lines = [...commandLines, ...decoded].map(line => line.slice(0, longest));
  const found = patterns.filter(([, pattern]) => lines.some(line => pattern.test(line)));
  const facts: readonly Fact[] = found.map(([fact, , says]) => ({
    name: fact,
    says: `container ${name} ${says}`,
  }));
  const address = lines.flatMap(hostsIn).find(isForeignAddress);
  const random = lines.flatMap(line => line.split(/[\s"'=,;|]+/)).find(isRandom);
  return [
    ...facts,
    ...(address === undefined
      ? []
      : [{ name: 'bare-address', says: `container ${name} names the bare address ${address}` } as const]),
    ...(random === undefined
      ? []
      : [
          {
            name: 'high-entropy',
            says: `container ${name} has a word of ${random.length} random letters in its command`,
          } as const,
        ]),
  ];
}

/** Long, of mixed letters, and without a pattern: bits of entropy a letter. */
function isRandom(word: string): boolean {
  if (
    word.length < 28 ||
    word.length > 4_096 ||
    /[./:\\]/.test(word) ||
    !/\d/.test(word) ||
    !/[A-Za-z]/.test(word)
  )
    return false;
  return /^[0-9a-f-]+$/i.test(word) ? false : entropy(word) > 4;
}

function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const letter of text) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
