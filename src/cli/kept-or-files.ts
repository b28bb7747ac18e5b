import { exitCodes } from '../app/exit-codes.ts';
import { note } from './streams.ts';

/** What commands over objects read: files, or what a watch keeps. */
export interface Chosen {
  readonly from: readonly string[];
  readonly state?: string;
}

export const stateOption = [
  '--state <folder>',
  'instead: what a watch keeps of objects in its state folder, also while it runs',
] as const;

/** What is wrong with the choice, for the user; undefined: nothing. */
export function sourceProblem({ from, state }: Chosen): string | undefined {
  if (from.length === 0 && state === undefined) return 'name the input: --from <path>, or --state <folder>';
  return from.length > 0 && state !== undefined ? 'name --from or --state, not both' : undefined;
}

/** Does the work, and says so where the state folder cannot be read. */
export async function reading(state: string | undefined, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (state === undefined || !(error instanceof Error)) throw error;
    note(`watchbill: ${state}: ${error.message}`);
    return exitCodes.state;
  }
}
