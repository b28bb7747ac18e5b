export type { ScopeField } from '../../findings/suppressions/suppression.ts';
export { scopeFields } from '../../findings/suppressions/suppression.ts';
