export type { IncidentDifference } from '../../evaluate/incident-differences.ts';
export { isLouder, isQuieter } from '../../evaluate/incident-differences.ts';
