import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileText, ruleText } from '../../../test/support/sigma-rules.ts';
import { activity } from '../../../test/support/sigma-signals.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Explanation } from '../explanation.ts';
import { explainSigma } from './explain-sigma.ts';

describe('explanations', () => {
  const text = ruleText(
    'a:\n  verb: create\n  objectRef.resource: [jobs, cronjobs]\nb: {user.username: bob}\ncondition: a and not b',
  );
  const explain = (event: JsonObject): Explanation => {
    const [rule] = compileText(text).rules;
    assert.ok(rule !== undefined);
    return explainSigma(rule, activity(event));
  };

  it('show every selection and line with what was found', () => {
    const explanation = explain({
      verb: 'create',
      objectRef: { resource: 'jobs' },
      user: { username: 'alice' },
    });
    assert.equal(explanation.outcome, true);
    assert.deepEqual(explanation.children, [
      {
        label: 'and',
        outcome: true,
        children: [
          {
            label: 'a',
            outcome: true,
            children: [
              { label: 'verb is create', outcome: true, detail: 'verb is create', children: [] },
              {
                label: 'objectRef.resource is one of jobs, cronjobs',
                outcome: true,
                detail: 'objectRef.resource is jobs',
                children: [],
              },
            ],
          },
          {
            label: 'not',
            outcome: true,
            children: [
              {
                label: 'b',
                outcome: false,
                children: [
                  {
                    label: 'user.username is bob',
                    outcome: false,
                    detail: 'user.username is alice',
                    children: [],
                  },
                ],
              },
            ],
          },
        ],
      },
    ]);
  });

  it('say where they stopped', () => {
    assert.equal(
      explain({ verb: 'create', objectRef: { resource: 'pods' } }).detail,
      'stopped at objectRef.resource is one of jobs, cronjobs: objectRef.resource is pods',
    );
    assert.equal(
      explain({ verb: 'create', objectRef: { resource: 'jobs' }, user: { username: 'bob' } }).detail,
      'stopped at not b',
    );
    assert.equal(explain({ verb: 'create', stage: 'RequestReceived' }).outcome, 'not-evaluated');
  });
});
