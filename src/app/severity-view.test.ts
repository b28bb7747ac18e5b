import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { sampleFound } from '../../test/support/found.ts';
import { severityView } from './severity-view.ts';

describe('the view from a severity on', () => {
  const { findings, incidents } = sampleFound();

  it('is none where everything is reported', () => assert.equal(severityView('informational'), undefined));

  it('leaves out what is below, of incidents too, and says how much', () => {
    const view = severityView('high');
    assert.ok(view !== undefined);
    const shown = findings.filter(view.finding);
    assert.ok(shown.length > 0 && shown.length < findings.length);
    assert.ok(shown.every(({ severity }) => severity === 'high' || severity === 'critical'));
    for (const incident of incidents) {
      const seen = view.incident(incident);
      if (seen === undefined) assert.ok(!['high', 'critical'].includes(incident.severity));
      else assert.ok(seen.findings.length > 0);
    }
    assert.match(view.blind().join(), new RegExp(`^${findings.length - shown.length} findings? and`));
  });
});
