import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Contender, Evaluation } from '../../src/app/evaluate/evaluate.ts';
import type { Figures } from '../../src/evaluate/figures.ts';
import { page } from './page.ts';
import type { SectionName, Sections } from './section.ts';
import { writeSection } from './section.ts';

const figures = (found: number, of: number, more: Partial<Figures> = {}): Figures => ({
  worlds: 1,
  clusterDays: 56,
  recall: { found, of },
  loud: { found: 1, of: 1 },
  quiet: { found: found - 1, of: of - 1 },
  alerts: found + 1,
  wrong: 1,
  precision: 0.5,
  alertsPerClusterDay: 0.25,
  wrongPerClusterWeek: 0.125,
  ...more,
});

const contender = (name: string, measured: Figures): Contender => ({
  name,
  figures: measured,
  judgements: [],
});

const judged: Contender = {
  ...contender('all together', figures(9, 10)),
  judgements: [
    {
      world: 'north',
      days: 56,
      alerts: 10,
      wrong: [],
      early: [],
      scenarios: [
        { scenario: 'drift|slow', style: 'quiet', family: 'drift' },
        {
          scenario: 'miner',
          style: 'loud',
          family: 'miner',
          alert: { id: '1', title: 't', severity: 'high' },
        },
      ],
    },
  ],
};

const evaluation = (together: Contender, peers: readonly Contender[] = []): Evaluation => ({
  type: 'evaluation',
  together,
  findings: 20,
  families: [['drift', { found: 0, of: 1 }]],
  alone: [contender('cel', figures(5, 10))],
  peers,
});

function pageOf<N extends SectionName>(sections: readonly (readonly [N, Sections[N]])[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'watchbill-page-'));
  try {
    for (const [name, measured] of sections)
      writeSection(folder, name, { measured, at: '2026-11-26T15:00Z' });
    return page(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the page of detection', () => {
  it('tells nothing that was not measured', () => {
    const text = pageOf([]);
    assert.match(text, /^# Detection, measured\n/);
    assert.doesNotMatch(text, /^## /m);
  });

  it('holds the development set with its misses, and when it was measured', () => {
    const text = pageOf([['development', evaluation(judged)]]);
    assert.match(text, /^## The development set\n\nMeasured 2026-11-26 15:00Z\.$/m);
    assert.match(
      text,
      /^\| all together \| 10 \| 9 of 10 \(0\.90\) \| 1 of 1 \(1\.00\) \| 8 of 9 \(0\.89\) \| 1 \| 0\.13 \| 0\.50 \|$/m,
    );
    assert.match(text, /^\| drift \| 0 of 1 \|$/m);
    assert.match(text, /^## Known misses, development set\n\n- drift\|slow \(north\)\n/m);
    assert.doesNotMatch(text, /- miner/);
  });

  it('compares each ablation with nothing left out', () => {
    const text = pageOf([
      [
        'ablation',
        [
          { without: '', figures: figures(9, 10) },
          { without: 'image', figures: figures(7, 10, { wrong: 4 }) },
        ],
      ],
    ]);
    assert.match(text, /^\| nothing left out \| 9 of 10 \(0\.90\) \| 8 of 9 \(0\.89\) \| 0 \| 1 \| 0 \|$/m);
    assert.match(text, /^\| image \| 7 of 10 \(0\.70\) \| 6 of 9 \(0\.67\) \| -2 \| 4 \| \+3 \|$/m);
  });

  it('says of each aim whether it is reached', () => {
    const sigma = contender('SigmaHQ: CronJob/Job Modification', figures(5, 10, { alerts: 1_000 }));
    const full = { ...evaluation(judged, [sigma]), budget: { asked: 1, gotWrong: 0.1 } };
    const metadata = evaluation(contender('all together', figures(8, 10, { wrongPerClusterWeek: 3 })));
    const text = pageOf([['final', { full, metadata }]]);
    const aims: readonly RegExp[] = [
      /^\| recall \| at least 0\.95 \| 9 of 10 \(0\.90\) \| \*\*not reached\*\* \|$/m,
      /^\| of the quiet \| at least 0\.8 \| 8 of 9 \(0\.89\) \| reached \|$/m,
      /^\| wrong incidents a cluster a week \| at most 1 \| 0\.13 \| reached \|$/m,
      /^\| alerts of SigmaHQ's CronJob rule to one of ours \| at least 50 \| 100 \| reached \|$/m,
      /^\| recall at Metadata \| at least 0\.7 \| 8 of 10 \(0\.80\) \| reached \|$/m,
      /^\| wrong at Metadata, a cluster a week \| at most 1 \| 3\.00 \| \*\*not reached\*\* \|$/m,
      /^\| budget: incidents a cluster a day \| asked for 1 \| 0\.25, of which 0\.10 wrong \| reached \|$/m,
    ];
    for (const aim of aims) assert.match(text, aim);
  });

  it('gives ratios with their spread, and sizes of what is remembered', () => {
    const text = pageOf([
      [
        'cost',
        {
          throughput: [
            { of: 'a | b', events: 10, without: 2, with: 2.5, ratio: [1.1, 1.25, 1.4], rounds: 3 },
          ],
          baseline: [{ clusters: 10, weeks: 8, heapMiB: 12.34, diskMiB: 5.67, changes: 89 }],
        },
      ],
    ]);
    assert.match(text, /^\| a \\\| b \| 2\.0 \| 2\.5 \| 1\.25 \(1\.10 to 1\.40\), 3 rounds \|$/m);
    assert.match(text, /^\| 10 \| 8 \| 12\.3 \| 5\.7 \| 89 \|$/m);
  });
});
