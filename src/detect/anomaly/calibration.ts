/** How high the threshold must be so that no more is reported than was asked for. */
export interface Calibration {
  /** A factor of the floor, from 1 on, for a change at this time. */
  factor(cluster: string, at: number): number;
  /** Notes the score of a change as a multiple of its floor. */
  note(cluster: string, at: number, multiple: number): void;
  /** Sentences, if it was raised. */
  blind(): readonly string[];
}

const dayLength = 86_400_000;
/** As far back as scores are compared. */
const reach = 28 * dayLength;
/** A burst of one day is no habit: history must be longer than that. */
const shortest = 2 * dayLength;
/** What is so many times over the floor is reported whatever came before, so that noise made on purpose hides nothing strong. */
const most = 2;
const kept = 2_000;

interface Past {
  readonly at: number;
  readonly multiple: number;
}

/**
 * Conformal: with `budget` incidents a day, the threshold is the score that past changes reached no more often than that. Scores count
 * whether they were reported or not; of those below the floor nothing is kept.
 */
export function createCalibration(budget: number): Calibration {
  const pasts = new Map<string, { first: number; over: Past[] }>();
  const raised = new Map<string, number>();

  return {
    note(cluster, at, multiple) {
      const past = pasts.get(cluster) ?? { first: at, over: [] };
      pasts.set(cluster, past);
      past.first = Math.min(past.first, at);
      if (multiple < 1) return;
      past.over.push({ at, multiple });
      if (past.over.length > kept) past.over.shift();
    },
    factor(cluster, at) {
      const past = pasts.get(cluster);
      if (past === undefined || at - past.first < shortest) return 1;
      past.over = past.over.filter(one => at - one.at <= reach);
      const days = Math.min(at - past.first, reach) / dayLength;
      const allowed = Math.floor(budget * days);
      const factor = Math.min(most, multipleAt(past.over, allowed));
      if (factor > 1) raised.set(cluster, Math.max(factor, raised.get(cluster) ?? 1));
      return factor;
    },
    blind: () => [...raised].map(([cluster, factor]) => sentence(cluster, factor, budget)),
  };
}

/** The score that `allowed` of the past ones reached or passed. */
function multipleAt(over: readonly Past[], allowed: number): number {
  if (over.length <= allowed) return 1;
  const sorted = over.map(({ multiple }) => multiple).toSorted((a, b) => b - a);
  return Math.max(1, sorted[allowed] ?? 1);
}

function sentence(cluster: string, factor: number, budget: number): string {
  const where = cluster === '' ? '' : ` in cluster ${cluster}`;
  return `the threshold of the anomaly score was raised up to ${factor.toFixed(1)} times${where}, to report about ${budget} a day (--max-incidents-per-day)`;
}
