const mark = '(hidden)';

/** Names that a value of a secret usually has, in options, variables and headers, are spelled out in the three patterns that begin with names. */
const rules: readonly (readonly [RegExp, string])[] = [
  // `Authorization: Bearer x`, `-H 'X-Api-Key: x'`
  [/\b(authorization\s*[:=]\s*(?:(?:bearer|basic|token|negotiate)\s+)?)[^\s'"]+/gi, `$1${mark}`],
  [/\b(bearer\s+)[\w.~+/-]{8,}=*/gi, `$1${mark}`],
  [
    /((?:^|[\s'"])x?-?[\w.-]{0,40}(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential|auth(?!ori[sz]ation))[\w.-]{0,40}\s*:\s*)[^\s'"]+/gi,
    `$1${mark}`,
  ],
  // `--password=x`, `TOKEN=x`, `--token x`
  [
    /((?:^|[\s'"?&;])-{0,2}[\w.-]{0,40}(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential|auth(?!ori[sz]ation))[\w.-]{0,40}=)("[^"]*"|'[^']*'|[^\s&'";]+)/gi,
    `$1${mark}`,
  ],
  [
    /((?:^|\s)--?[\w.-]{0,40}(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential|auth(?!ori[sz]ation))[\w.-]{0,40}\s+)(?!-)("[^"]*"|'[^']*'|[^\s'"]+)/gi,
    `$1${mark}`,
  ],
  // `curl -u user:password`
  [/((?:^|\s)(?:-u|--user|--proxy-user)[\s=]+[^\s:'"]+:)[^\s'"]+/g, `$1${mark}`],
  // `https://user:password@host`
  [/([a-z][a-z\d+.-]{1,20}:\/\/[^\s:/@'"]*:)[^\s/@'"]+@/gi, `$1${mark}@`],
  // JSON web tokens, keys of AWS, GitHub and Slack, by their own shape
  [/\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g, mark],
  [/\b(?:AKIA|ASIA)[A-Z\d]{16}\b/g, mark],
  [/\b(?:gh[pousr]_\w{20,}|xox[abprs]-[\w-]{10,})/g, mark],
];

/** Longer command lines are cut: what an agent passes on is bounded, what an attacker types is not. */
const longest = 8_192;

/** A command line without values that are secrets by their name or their shape. What says neither is kept: it is what was run. */
export function withoutSecrets(commandLine: string): string {
  let text = commandLine.length > longest ? `${commandLine.slice(0, longest)}…` : commandLine;
  for (const [pattern, replacement] of rules) text = text.replace(pattern, replacement);
  return text;
}
