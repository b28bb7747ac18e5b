/** One thing that a deployment needs. */
export interface Check {
  readonly name: string;
  readonly status: 'pass' | 'warn' | 'fail';
  readonly says: string;
  /** What to do about it; `""` where it passes. */
  readonly advice: string;
}

export const pass = (name: string, says: string): Check => ({ name, status: 'pass', says, advice: '' });

export const warn = (name: string, says: string, advice: string): Check => ({
  name,
  status: 'warn',
  says,
  advice,
});

export const broken = (name: string, says: string, advice: string): Check => ({
  name,
  status: 'fail',
  says,
  advice,
});

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
