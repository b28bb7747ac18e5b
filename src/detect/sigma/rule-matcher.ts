import type { Interest } from '../../model/interest.ts';
import type { JsonObject } from '../../model/json.ts';
import { stringAt } from '../../model/json.ts';
import type { CompiledRule } from './compile-rules.ts';
import { createRuleIndex } from './index/rule-index.ts';

/** Finds the rules that match an event, asking only those that may. */
export interface RuleMatcher {
  readonly interest: Interest;
  /** In the order in which the rules were given. */
  matching(event: JsonObject): readonly CompiledRule[];
}

const none: readonly CompiledRule[] = [];

export function createRuleMatcher(rules: readonly CompiledRule[]): RuleMatcher {
  const index = createRuleIndex(rules.map((rule, order) => ({ needs: rule.needs, rule, order })));
  const asked = new Uint32Array(rules.length);
  let round = 0;
  return {
    interest: index.interest,
    matching: event => {
      const lists = index.candidates(event);
      round = round === 0xffff_ffff ? restarted(asked) : round + 1;
      const ask = createQuestion(event);
      const found: Entry[] = [];
      const askOnce = (entry: Entry): void => {
        if (asked[entry.order] === round) return;
        asked[entry.order] = round;
        if (ask(entry.rule)) found.push(entry);
      };
      for (const list of lists) for (const entry of list) askOnce(entry);
      if (found.length === 0) return none;
      return found.toSorted((a, b) => a.order - b.order).map(entry => entry.rule);
    },
  };
}

interface Entry {
  readonly rule: CompiledRule;
  readonly order: number;
}

/** Asks rules about one event; rules that share a reader have it loaded once. */
function createQuestion(event: JsonObject): (rule: CompiledRule) => boolean {
  const early = isEarly(event);
  let loaded: CompiledRule['load'] | undefined;
  return rule => {
    if (early && !rule.everyStage) return false;
    if (loaded !== rule.load) rule.load(event);
    loaded = rule.load;
    return rule.test();
  };
}

function restarted(asked: Uint32Array): number {
  asked.fill(0);
  return 1;
}

/** The answer to this request follows in another event. */
export function isEarly(event: JsonObject): boolean {
  return stringAt(event, 'stage') === 'RequestReceived';
}
