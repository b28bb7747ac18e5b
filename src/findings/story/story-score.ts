import type { Score, ScorePart } from '../../model/score.ts';
import { quoted } from '../words.ts';

const least = 2;
const shown = 8;

/** The score and its parts, as the analyst reads them: "31.0 bits over the usual, threshold 12.0". */
export function scoreSentences(score: Score | undefined): readonly string[] {
  if (score === undefined) return [];
  const { bits, threshold, parts, counterfactual } = score;
  const sum = `${inBits(bits)} bits over the usual, threshold ${inBits(threshold)}`;
  const told = parts.filter(part => part.bits >= least || part.bits <= -1).slice(0, shown);
  return [sum, ...told.map(partSentence), ...(counterfactual === '' ? [] : [quoted(counterfactual, 300)])];
}

const partSentence = ({ bits, sentence }: ScorePart): string =>
  `${inBits(bits).padStart(5)}  ${quoted(sentence, 300)}`;

const inBits = (bits: number): string => bits.toFixed(1);
