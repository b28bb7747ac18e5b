/** What a line of an access log says, by command operator: `RESPONSE_CODE`, `REQ(:AUTHORITY)`. Absent: not in the format, or not certain. */
export type OperatorValues = ReadonlyMap<string, string>;

export interface TextFormat {
  /** undefined: the line is not of this format. */
  readonly read: (line: string) => OperatorValues | undefined;
}

interface Pattern {
  readonly operators: readonly string[];
  /** One more than operators: what stands before, between and after them. */
  readonly literals: readonly string[];
  readonly quotes: number;
  /** After the last quote. */
  readonly tailBlanks: number;
}

/** `%NAME%`, `%NAME(ARGUMENTS)%`, `%NAME(ARGUMENTS):LENGTH%`; `%%` is a percent sign. */
const operator = /%(?:%|([A-Z\d_]+(?:\((?:[^()]|\([^()]*\))*\))?)(?::\d+)?%)/g;

/**
 * Reads lines that Envoy wrote with this format string. Envoy writes what a client or a server sent as it is, quotes included, so that either can seem to
 * write fields of the proxy. A line with no more quotes than the format has can be read in one way alone. Of any other the fields before the
 * first and after the last such value are read, from the left and from the right; what is between them is left out.
 * https://www.envoyproxy.io/docs/envoy/latest/configuration/observability/access_log/usage
 */
export function compileTextFormat(format: string): TextFormat {
  const pattern = parse(format.trim());
  return { read: line => readLine(line, pattern) };
}

function parse(format: string): Pattern {
  const operators: string[] = [];
  const literals: string[] = [];
  let literal = '';
  let end = 0;
  for (const match of format.matchAll(operator)) {
    literal += format.slice(end, match.index);
    end = match.index + match[0].length;
    if (match[1] === undefined) {
      literal += '%';
      continue;
    }
    operators.push(match[1]);
    literals.push(literal);
    literal = '';
  }
  literals.push(literal + format.slice(end));
  const fixed = literals.join('');
  return { operators, literals, quotes: quotesIn(fixed), tailBlanks: tailBlanksIn(fixed) };
}

const quotesIn = (text: string): number => text.split('"').length - 1;

const tailBlanksIn = (text: string): number => text.slice(text.lastIndexOf('"') + 1).split(' ').length;

/**
 * Operators whose value has no blanks, and but for a path no quotes: the proxy makes it up, its HTTP codec lets nothing else pass, or (the server's name) blanks are counted. All
 * others may hold anything.
 */
const words =
  /^(?:START_TIME|PROTOCOL|RESPONSE_(?:CODE|FLAGS)|BYTES_(?:SENT|RECEIVED)|DURATION|UPSTREAM_(?:HOST|CLUSTER|CLUSTER_RAW|LOCAL_ADDRESS|REMOTE_ADDRESS)|DOWNSTREAM_[A-Z_]*ADDRESS[A-Z_]*|ROUTE_NAME|REQUESTED_SERVER_NAME|HOSTNAME|ENVIRONMENT\(.*\)|REQ\((?:X-ENVOY-ORIGINAL-PATH\?)?:(?:METHOD|AUTHORITY|SCHEME|PATH)\))$/;

function readLine(line: string, pattern: Pattern): OperatorValues | undefined {
  const { operators, quotes, tailBlanks } = pattern;
  const fromLeft = leftmost(line, pattern);
  const fromRight = rightmost(line, pattern);
  if (fromLeft === undefined || fromRight === undefined) return undefined;
  if (quotesIn(line) === quotes)
    return new Map(operators.map((name, index) => [name, fromLeft[index] ?? '']));
  const isFree = (name: string): boolean => !words.test(name);
  const firstFree = operators.findIndex(isFree);
  // A name that a client asked for may hold blanks where no quotes stand around it.
  const lastFree = tailBlanksIn(line) === tailBlanks ? operators.findLastIndex(isFree) : operators.length;
  const certain = operators.flatMap((name, index): readonly (readonly [string, string])[] => {
    if (index < firstFree) return [[name, fromLeft[index] ?? '']];
    return index > lastFree ? [[name, fromRight[index] ?? '']] : [];
  });
  return new Map(certain);
}

/** Each value as short as can be. */
function leftmost(line: string, { operators, literals }: Pattern): readonly string[] | undefined {
  const [first = ''] = literals;
  if (!line.startsWith(first)) return undefined;
  const values: string[] = [];
  let at = first.length;
  for (const index of operators.keys()) {
    const literal = literals[index + 1] ?? '';
    const isLast = index === operators.length - 1;
    const end = isLast ? line.length - literal.length : line.indexOf(literal, at);
    if (end < at || !line.startsWith(literal, end)) return undefined;
    values.push(line.slice(at, end));
    at = end + literal.length;
  }
  return values;
}

/** The same from the end. */
function rightmost(line: string, { operators, literals }: Pattern): readonly string[] | undefined {
  const last = literals.at(-1) ?? '';
  if (!line.endsWith(last)) return undefined;
  const values: string[] = [];
  let end = line.length - last.length;
  for (let index = operators.length - 1; index >= 0; index--) {
    const literal = literals[index] ?? '';
    const found = index === 0 ? 0 : lastIndexOf(line, literal, end);
    const start = found + literal.length;
    if (found < 0 || start > end || !line.startsWith(literal, found)) return undefined;
    values.push(line.slice(start, end));
    end = found;
  }
  return values.toReversed();
}

/** The last place where the literal stands wholly before `end`. */
const lastIndexOf = (line: string, literal: string, end: number): number =>
  end < literal.length ? -1 : line.lastIndexOf(literal, end - literal.length);
