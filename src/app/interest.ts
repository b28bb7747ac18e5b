import type { Interest, InterestingReference } from '../model/interest.ts';

/** What any of the detectors may react to. */
export function unionOf(interests: readonly Interest[]): Interest {
  const [only] = interests;
  if (interests.length === 1 && only !== undefined) return only;
  const userAgent = anyOf(interests.map(interest => interest.userAgent));
  const username = anyOf(interests.map(interest => interest.username));
  const requestURI = anyOf(interests.map(interest => interest.requestURI));
  return {
    pair: (verb, resource) => interests.some(interest => interest.pair(verb, resource)),
    reference: reference => interests.some(interest => mayConcern(interest, reference)),
    codes: new Set(interests.flatMap(interest => [...interest.codes])),
    ...(userAgent && { userAgent }),
    ...(username && { username }),
    ...(requestURI && { requestURI }),
  };
}

function mayConcern({ pair, reference }: Interest, asked: InterestingReference): boolean {
  return pair(asked.verb, asked.resource) && (reference?.(asked) ?? true);
}

type Test = (text: string) => boolean;

function anyOf(tests: readonly (Test | undefined)[]): Test | undefined {
  const present = tests.filter(test => test !== undefined);
  return present.length === 0 ? undefined : text => present.some(test => test(text));
}
