/** Invented names; what a world is called is drawn from these. */
export const teams = [
  'orders', 'billing', 'catalog', 'search', 'identity', 'shipping', 'pricing', 'media', 'insights', 'ledger',
  'loyalty', 'messaging', 'partners', 'returns', 'risk', 'stock', 'support', 'content', 'reviews', 'mobility',
] as const;

export const nouns = [
  'api', 'gateway', 'worker', 'indexer', 'mailer', 'exporter', 'scheduler', 'frontend', 'adapter', 'router',
  'matcher', 'planner', 'renderer', 'resolver', 'collector', 'bridge', 'notifier', 'validator', 'planner', 'tracker',
] as const;

export const chores = [
  'nightly-report', 'cleanup', 'reindex', 'export', 'invoice-run', 'digest', 'rotate-logs', 'sync', 'snapshot', 'prune-sessions',
  'aggregate', 'feed-import', 'recalculate', 'archive', 'warm-cache', 'reconcile',
] as const;

export const people = [
  'amira', 'bjarne', 'chidi', 'dalia', 'emil', 'fatou', 'goran', 'hana', 'ivo', 'jana', 'kofi', 'lena', 'milan', 'noor', 'oskar',
  'petra', 'quentin', 'rosa', 'sami', 'tuva', 'umar', 'vera', 'wim', 'xenia', 'yara', 'zoltan',
] as const;
