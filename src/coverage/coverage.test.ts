import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Ask } from './decide.ts';
import { slicesOf } from './decide.ts';
import { lintPolicy } from './lint-policy.ts';
import { loggedAt } from './needs.ts';
import { createObserved } from './observed.ts';
import { readPolicy } from './policy.ts';
import { covers } from './shadow.ts';
import type { Asking } from './verdict.ts';
import { coverageOf } from './verdict.ts';
import { writePolicy } from './write-policy.ts';

const head =
  'apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: [RequestReceived]\nomitManagedFields: true\nrules:\n';

function policyOf(rules: string) {
  const { policy, problems } = readPolicy(head + rules, 'policy.yaml');
  assert.ok(policy, JSON.stringify(problems));
  return policy;
}

const problemsOf = (text: string): readonly string[] => {
  const { policy, problems, report } = readPolicy(text, 'policy.yaml');
  if (policy === undefined) return problems.map(({ line, code }) => `${line} ${code}`);
  lintPolicy(policy, report);
  return report.problems.map(({ line, code }) => `${line} ${code}`);
};

const ask = (verb: string, text: string): Ask => {
  const [whole = '', ...group] = text.split('.');
  const [resource = '', subresource = ''] = whole.split('/');
  return { verb, group: group.join('.'), resource, subresource };
};

const decided = (rules: string, verb: string, text: string): readonly string[] =>
  slicesOf(policyOf(rules), ask(verb, text)).map(
    ({ level, who, line }) => `${level}${who && ` ${who}`} ${line}`,
  );

describe('what an API server decides by a policy', () => {
  it('the first rule that matches, else nothing', () => {
    const rules = `  - level: Request
    verbs: [create]
    resources: [{group: batch, resources: [cronjobs]}]
  - level: Metadata
    resources: [{group: batch}]
`;
    assert.deepEqual(decided(rules, 'create', 'cronjobs.batch'), ['Request 6']);
    assert.deepEqual(decided(rules, 'delete', 'cronjobs.batch'), ['Metadata 9']);
    assert.deepEqual(decided(rules, 'create', 'pods'), ['None 0']);
    assert.deepEqual(decided(rules, 'create', 'cronjobs'), ['None 0']);
  });

  it('users, namespaces and names take a part', () => {
    const rules = `  - {level: None, users: [system:kube-proxy], verbs: [watch]}
  - {level: None, namespaces: [kube-system], resources: [{group: "", resources: [pods]}]}
  - {level: Request, resources: [{group: "", resources: [pods, "pods/*"], resourceNames: [a]}]}
  - {level: Metadata, nonResourceURLs: ["*"]}
  - {level: Metadata, userGroups: [system:authenticated]}
`;
    assert.deepEqual(decided(rules, 'create', 'pods'), [
      'None namespaces kube-system 7',
      'Request names a 8',
      'Metadata groups system:authenticated 10',
      'None 0',
    ]);
  });

  it('subresources match by their whole name, by * and by either half', () => {
    const with_ = (resource: string) =>
      `  - {level: Request, resources: [{group: "", resources: ["${resource}"]}]}\n`;
    for (const [resource, matches] of [
      ['pods', false],
      ['pods/exec', true],
      ['*', true],
      ['*/exec', true],
      ['pods/*', true],
      ['*/log', false],
    ] as const)
      assert.deepEqual(
        decided(with_(resource), 'create', 'pods/exec'),
        [matches ? 'Request 6' : 'None 0'],
        resource,
      );
    assert.deepEqual(decided(with_('*'), 'create', 'pods'), ['Request 6']);
    assert.deepEqual(decided('  - {level: Request, resources: [{group: "*"}]}\n', 'create', 'jobs.batch'), [
      'Request 6',
    ]);
  });
});

describe('a policy that is read', () => {
  it('what an API server refuses is an error', () => {
    for (const text of [
      '',
      'kind: Policy\n',
      `${head}  - {}\n`,
      `${head}  - {level: All}\n`,
      head.replace('rules:\n', 'rules: []\n'),
      `${head}  - {level: None, namespaces: [a], nonResourceURLs: [/x]}\n`,
      `${head}  - {level: None, nonResourceURLs: [x]}\n`,
      `${head}  - {level: None, resources: [{group: batch/v1}]}\n`,
      `${head}  - {level: None, omitStages: [Received]}\n`,
    ])
      assert.equal(readPolicy(text, 'p').policy, undefined, text);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.string(), text => void readPolicy(text, 'p')));
    fc.assert(
      fc.property(fc.object(), rule => {
        const { policy, report } = readPolicy(
          JSON.stringify({ kind: 'Policy', apiVersion: 'audit.k8s.io/v1', rules: [rule] }),
          'p',
        );
        if (policy) lintPolicy(policy, report);
      }),
    );
  });

  it('mistakes are told with their place', () => {
    assert.deepEqual(
      problemsOf(`${head}  - level: Request
    verbs: [apply, "*", creat]
    resources:
      - {group: "", resources: [deployments, cronjob, Pods]}
      - {group: "", resources: [secrets]}
  - level: Metadata
    resource: [{group: batch}]
  - level: RequestResponse
    resources: [{group: batch, resources: [cronjobs]}]
`),
      [
        '12 unknown-key',
        '7 no-verb',
        '7 wildcard',
        '7 unknown-verb',
        '9 wrong-group',
        '9 no-resource',
        '9 no-resource',
        '10 leak',
        '13 unreachable',
        '13 no-catch-all',
      ],
    );
  });

  it('order: rules that are never reached, and that get less than they name', () => {
    assert.deepEqual(
      problemsOf(`${head}  - {level: Metadata, verbs: [create], namespaces: [data], resources: [{group: batch, resources: ["*"]}]}
  - {level: Request, resources: [{group: batch, resources: [cronjobs]}]}
  - {level: RequestResponse, verbs: [create], resources: [{group: batch, resources: [cronjobs]}]}
`),
      ['7 shadowed', '8 unreachable', '8 no-catch-all'],
    );
    assert.deepEqual(problemsOf(`${head}  - {level: Request}\n`), ['6 leak']);
    assert.deepEqual(
      problemsOf(
        'apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: [ResponseComplete, ResponseStarted]\nrules: [{level: Metadata}]\n',
      ),
      ['3 no-answers', '3 late-exec'],
    );
  });
});

describe('levels', () => {
  it('an event as it is logged at a level keeps what that shows, and its name', () => {
    const event = {
      level: 'RequestResponse',
      verb: 'create',
      objectRef: { resource: 'pods' },
      requestObject: { metadata: { name: 'a' } },
      responseObject: { metadata: { name: 'a', uid: 'u' } },
    };
    assert.deepEqual(loggedAt(event, 'Metadata'), {
      level: 'Metadata',
      verb: 'create',
      objectRef: { resource: 'pods', name: 'a' },
    });
    assert.deepEqual(Object.keys(loggedAt(event, 'Request')).toSorted(), [
      'level',
      'objectRef',
      'requestObject',
      'verb',
    ]);
    assert.deepEqual(loggedAt(loggedAt(event, 'Metadata'), 'RequestResponse'), loggedAt(event, 'Metadata'));
  });
});

const asking: Asking = {
  id: 'x',
  title: 'x',
  type: 'cel',
  severity: 'high',
  demand: {
    asks: [ask('create', 'cronjobs.batch'), ask('delete', 'jobs.batch')],
    foreign: [ask('create', 'workflows.argoproj.io')],
    any: false,
  },
  need: { all: 'Request', some: 'Metadata', by: 'cases' },
  elsewhere: false,
};

describe('verdicts', () => {
  const verdict = (rules: string, of = asking) => {
    const policy = policyOf(rules);
    return coverageOf(of, each => slicesOf(policy, each));
  };

  it('sees, sees in part, is blind; and what would open its eyes', () => {
    assert.equal(verdict('  - {level: Request}\n').verdict, 'sees');
    const part = verdict('  - {level: Metadata}\n');
    assert.equal(part.verdict, 'part');
    assert.deepEqual(part.unseen, ['create cronjobs.batch: Metadata (line 6)']);
    assert.deepEqual(part.opens, [
      '- {level: Request, verbs: [create], resources: [{group: batch, resources: [cronjobs]}]}',
    ]);
    assert.equal(verdict('  - {level: Metadata, nonResourceURLs: ["*"]}\n').verdict, 'blind');
    assert.equal(verdict('  - {level: Request, omitStages: [ResponseComplete]}\n').verdict, 'blind');
    assert.deepEqual(verdict('  - {level: None, users: [ci]}\n  - {level: Request}\n').unseen, [
      'create cronjobs.batch, delete jobs.batch: None for users ci (line 6)',
    ]);
  });

  it('by what is really logged: what never came proves nothing', () => {
    const observed = createObserved();
    assert.equal(coverageOf(asking, observed.loggedOf).verdict, 'unproven');
    observed.count(ask('create', 'cronjobs.batch'), 'Request', 3);
    assert.equal(coverageOf(asking, observed.loggedOf).verdict, 'sees');
    observed.count(ask('create', 'cronjobs.batch'), 'None', 1);
    assert.equal(coverageOf(asking, observed.loggedOf).verdict, 'part');
  });
});

describe('the policy that is written', () => {
  it('is taken, gives every rule what it needs, holds no mistake, and never the contents of secrets', () => {
    const secrets: Asking = {
      ...asking,
      demand: { asks: [ask('create', 'secrets')], foreign: [], any: false },
    };
    for (const any of [false, true]) {
      const all = [asking, secrets, ...(any ? [{ ...asking, demand: { asks: [], foreign: [], any } }] : [])];
      const { text, notes } = writePolicy(all);
      assert.deepEqual(problemsOf(text), []);
      const policy = readPolicy(text, 'p').policy;
      assert.ok(policy);
      assert.equal(coverageOf(asking, each => slicesOf(policy, each)).verdict, 'sees');
      assert.equal(slicesOf(policy, ask('create', 'secrets'))[0]?.level, 'Metadata');
      assert.equal(slicesOf(policy, ask('create', 'workflows.argoproj.io'))[0]?.level, 'Request');
      assert.equal(slicesOf(policy, ask('get', 'nodes'))[0]?.level, any ? 'Metadata' : 'None');
      assert.equal(notes.length, 1);
    }
  });
});

it('what a rule covers, it matches: never wrongly yes', () => {
  const name = fc.constantFrom('a', 'b');
  const some = fc.array(name, { maxLength: 2 });
  const resources = fc.array(
    fc.record({
      group: fc.constantFrom('', 'g', '*'),
      resources: fc.array(fc.constantFrom('r', 's', '*', 'r/x', 'r/*', '*/x'), { maxLength: 2 }),
    }),
    { maxLength: 2 },
  );
  const rule = fc.record({ users: some, verbs: some, namespaces: some, resources });
  const asks = ['a', 'b'].flatMap(verb =>
    ['', 'g', 'h'].flatMap(group =>
      ['r', 's', 'r/x', 's/x'].map((text): Ask => {
        const [resource = '', subresource = ''] = text.split('/');
        return { verb, group, resource, subresource, by: { user: 'a', namespace: 'a' } };
      }),
    ),
  );
  fc.assert(
    fc.property(rule, rule, (first, second) => {
      const made = (each: object) => policyOf(`  - ${JSON.stringify({ level: 'Request', ...each })}\n`);
      const [a, b] = [made(first), made(second)];
      const [one, other] = [a.rules[0], b.rules[0]];
      if (one === undefined || other === undefined || !covers(one, other)) return;
      for (const each of asks)
        if (slicesOf(b, each)[0]?.level === 'Request')
          assert.equal(slicesOf(a, each)[0]?.level, 'Request', JSON.stringify(each));
    }),
  );
});
