import type { AuditActivity } from '../../model/activity.ts';
import type { Evidence, Signal } from '../../model/signal.ts';
import { activitySignal, evidenceOf } from './activity-signal.ts';
import { createBounded } from './bounded.ts';
import { pathOf } from './words.ts';

interface Use {
  /** Who asked for what. */
  readonly asked: string;
  readonly evidence: Evidence;
  readonly text: string;
}

const remembered = 20_000;

/**
 * An Audit-ID is a header that clients may set (k8s.io/apiserver, filters/audit_init.go). One ID for requests of two users or of two kinds hides
 * one from whoever tells requests apart by it. An aggregated API server logs the same request under the same ID: that is no reuse.
 */
export function createAuditIds(): { inspect(activity: AuditActivity): readonly Signal[] } {
  const uses = createBounded<Use>(remembered);
  return {
    inspect: activity => {
      const { auditId, verb, uri, user } = activity.request;
      if (auditId === '') return [];
      const key = `${activity.cluster} ${auditId}`;
      const asked = `${verb} ${uri} ${user.user}`;
      const before = uses.get(key);
      if (before === undefined) {
        uses.set(key, {
          asked,
          evidence: evidenceOf(activity),
          text: `${verb} ${pathOf(uri)} by ${user.user}`,
        });
        return [];
      }
      if (before.asked === asked) return [];
      const reasons = [
        `Audit-ID ${auditId} was that of "${before.text}" before, and is now that of "${verb} ${pathOf(uri)} by ${user.user}"`,
        'the API server takes the ID from the header Audit-ID where a client sends one',
      ];
      return [activitySignal('reused', 'medium', { activity, reasons, before: [before.evidence] })];
    },
  };
}
