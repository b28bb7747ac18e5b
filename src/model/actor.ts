/** Who did it. `effectiveUser` differs from `user` under impersonation. */
export interface Actor {
  readonly user: string;
  readonly effectiveUser: string;
  readonly groups: readonly string[];
  readonly userAgent: string;
  readonly sourceIPs: readonly string[];
  /** `namespace/name` of the pod behind a bound service-account token; null if there is none. */
  readonly pod: string | null;
}
