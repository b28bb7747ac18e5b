export type { ScopeField } from '../findings/suppression.ts';
export { scopeFields } from '../findings/suppression.ts';
