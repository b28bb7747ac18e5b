import type { GeneratedUser } from './identities.ts';

/** What differs from event to event; the writer adds ids, times and annotations. */
export interface GeneratedEvent {
  readonly level: 'Metadata' | 'Request' | 'RequestResponse';
  readonly stage?: 'ResponseStarted';
  readonly verb: string;
  readonly uri: string;
  readonly user: GeneratedUser;
  readonly impersonated?: GeneratedUser;
  readonly agent: string;
  readonly object?: Record<string, string>;
  readonly code?: number;
  readonly failure?: string;
  readonly request?: unknown;
  readonly response?: unknown;
}
