/** Commands that are worth hiding: a reading of a line counts only if it brings one of them to light. */
const telling =
  /\b(?:curl|wget|bash|sh|zsh|nc|ncat|netcat|socat|python3?|perl|ruby|php|base64|xxd|chmod|chroot|nsenter|unshare|kubectl|crontab|xmrig|openssl|eval|exec|passwd|shadow)\b/g;

const limits = { variables: 64, length: 16_384 } as const;

/** A command line as the shell reads it, where that differs in a telling word: `c""url`, `c\url`, `wg${x}et`, `curl${IFS}-s`. */
export function shellReadings(line: string): readonly string[] {
  if (line.length > limits.length) return [];
  const read = unquoted(reversed(substituted(withoutIfs(line))));
  return read !== line && tellsMore(read, line) ? [read] : [];
}

function tellsMore(read: string, line: string): boolean {
  const before = new Set(line.match(telling));
  return (read.match(telling) ?? []).some(word => !before.has(word));
}

function withoutIfs(line: string): string {
  return line.replaceAll(/\$\{IFS[^}]*\}|\$IFS(?:\$\d)?/g, ' ');
}

/** `a=cu;b=rl;$a$b`: plain assignments put in; what was never assigned is empty. */
function substituted(line: string): string {
  const values = new Map<string, string>();
  const assignment =
    /(?:^|[\s;&|("'`])([A-Za-z_]\w*)=(?:"([^"$`]*)"|'([^']*)'|([^\s;&|"'$`()]*))(?=$|[\s;&|"')])/g;
  for (const [, name = '', double, single, bare] of line.matchAll(assignment)) {
    values.set(name, double ?? single ?? bare ?? '');
    if (values.size >= limits.variables) break;
  }
  if (values.size === 0 && !/\w\$(?:\{\w+\}|[@*])\w|\w\$\(\)\w/.test(line)) return line;
  return line
    .replaceAll(/\$\{([A-Za-z_]\w*)\}|\$([A-Za-z_]\w*)/g, (whole, braced: string | undefined, plain) => {
      const value = values.get(braced ?? String(plain));
      return value ?? (braced === undefined ? whole : '');
    })
    .replaceAll(/\$[@*]|\$\(\)/g, '')
    .slice(0, limits.length);
}

/** `echo 'lruc' | rev` */
function reversed(line: string): string {
  return line.replaceAll(/echo\s+(?:-n\s+)?["']?([^"'|;&]+?)["']?\s*\|\s*rev\b/g, (_, text: string) =>
    Array.from(text).reverse().join(''),
  );
}

/** Quotes and backslashes inside of words fall away. */
function unquoted(line: string): string {
  return line
    .replaceAll(/(?<=\w)(?:''|"")|(?:''|"")(?=\w)/g, '')
    .replaceAll(/(?<=\w)(["'])([\w./-]*)\1|(["'])([\w./-]*)\3(?=\w)/g, (_, _a, inner, _b, before) =>
      String(inner ?? before ?? ''),
    )
    .replaceAll(/\\(?=\w)/g, '');
}
