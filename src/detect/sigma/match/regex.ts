import { RE2JS } from 're2js';
import type { Result } from '../../../model/result.ts';
import { fail, succeed } from '../../../model/result.ts';
import type { RegexValue } from '../rule/value.ts';

const maxSource = 4096;
const maxRemembered = 2000;
const maxRememberedLength = 256;

/** An expression in linear time (RE2): no look-around, no back-references. The test searches anywhere in the text. */
export function compileRegex(value: RegexValue): Result<(text: string) => boolean, string> {
  if (value.source.length > maxSource) return fail(`is longer than ${maxSource} characters`);
  const { ignoreCase, multiLine, dotAll } = value.flags;
  const flags =
    (ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) |
    (multiLine ? RE2JS.MULTILINE : 0) |
    (dotAll ? RE2JS.DOTALL : 0);
  const anchored = `${value.atStart ? '\\A' : ''}(?:${value.source})${value.atEnd ? '\\z' : ''}`;
  try {
    // Compiled as written first, so that a stray bracket cannot close the group that the anchors need.
    const plain = RE2JS.compile(value.source, flags);
    const expression = value.atStart || value.atEnd ? RE2JS.compile(anchored, flags) : plain;
    return succeed(remembered(text => expression.test(text)));
  } catch (error) {
    return fail(`is no expression that runs in linear time (RE2): ${messageOf(error)}`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.slice(0, 200) : 'unknown error';
}

/** Audit fields repeat: one answer for each text, until there are too many. */
function remembered(test: (text: string) => boolean): (text: string) => boolean {
  const answers = new Map<string, boolean>();
  return text => {
    if (text.length > maxRememberedLength) return test(text);
    const known = answers.get(text);
    if (known !== undefined) return known;
    if (answers.size >= maxRemembered) answers.clear();
    const answer = test(text);
    answers.set(text, answer);
    return answer;
  };
}
