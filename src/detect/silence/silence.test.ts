import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { listening } from './test-silence.ts';

describe('a source that goes quiet', () => {
  it('is told once after five minutes, graver later, and when it is heard again with how long it lasted', () => {
    const source = listening();
    assert.deepEqual(source.usual({ every: 10, seconds: 600 }), []);
    assert.deepEqual(source.wait(290), []);
    const [first, ...more] = source.wait(20);
    assert.match(
      first ?? '',
      /^silence-quiet high: no event for 5 minutes.*longest pause so far was 10 seconds/,
    );
    assert.deepEqual(more, []);
    assert.deepEqual(source.wait(1_800), []);
    assert.equal(source.wait(1_800).length, 1);
    const [again, none] = source.hear();
    assert.match(
      again ?? '',
      /^silence-quiet informational: resolved: it lasted 1 hour 5 minutes.*what came before it is missing/,
    );
    assert.match(none ?? '', /^silence-gap high: no event of the 1 hour 5 minutes from /);
  });

  it('that brings afterwards what it could not bring lost nothing', () => {
    const source = listening();
    source.usual({ every: 10, seconds: 600 });
    const heard = source.at();
    assert.equal(source.wait(400).length, 1);
    const oldest = Date.parse('2026-11-23T00:00:00Z') + heard * 1_000;
    const [again, none] = source.hear({ oldest });
    assert.match(again ?? '', /resolved: it lasted 6 minutes 40 seconds.*nothing seems to be lost/);
    assert.equal(none, undefined);
  });

  it('is waited for longer where pauses are usual: an idle cluster is no incident', () => {
    const source = listening();
    assert.deepEqual(source.usual({ every: 240, seconds: 240 * 40 }), []);
    assert.deepEqual(source.wait(700), []);
    assert.match(source.wait(60)[0] ?? '', /^silence-quiet medium/);
  });

  it('has not been quiet while nobody listened', () => {
    const source = listening();
    source.usual({ every: 10, seconds: 600 });
    const again = source.restarted();
    assert.deepEqual(again.wait(290), []);
    assert.match(again.wait(20)[0] ?? '', /^silence-quiet high: no event for 5 minutes/);
    const third = again.restarted();
    assert.match(third.hear()[0] ?? '', /^silence-quiet informational: resolved: it lasted 5 minutes/);
  });

  it('a backlog of old events is judged by nobody', () => {
    const source = listening();
    const old = Date.parse('2026-01-01T00:00:00Z');
    for (let hour = 0; hour < 100; hour += 1)
      assert.deepEqual(source.hear({ oldest: old + hour * 60_000, newest: old + (hour + 1) * 60_000 }), []);
    assert.deepEqual(source.wait(3_600), []);
  });

  it('a source that never gave anything is told after three times as long', () => {
    const source = listening();
    assert.deepEqual(source.wait(890), []);
    assert.match(source.wait(20)[0] ?? '', /^silence-never medium: opened 15 minutes ago/);
    assert.match(source.hear()[0] ?? '', /^silence-never informational: resolved/);
  });
});

describe('times', () => {
  it('a jump in the times of the events is a stretch that is missing', () => {
    const source = listening();
    source.usual({ every: 10, seconds: 300 });
    const at = Date.parse('2026-11-23T00:00:00Z') + source.at() * 1_000;
    assert.deepEqual(source.hear({ oldest: at + 200, newest: at + 300 }), []);
    source.detector.notice?.({ type: 'tick', at });
    const lost = source.hear({ at: at + 400_000, oldest: at + 390_000, newest: at + 399_000 });
    assert.match(lost[0] ?? '', /^silence-gap high: no event of the 6 minutes 30 seconds from/);
  });

  it('events that come later than usual, and not those that are caught up with', () => {
    const source = listening();
    source.usual({ every: 10, seconds: 600 });
    const now = () => Date.parse('2026-11-23T00:00:00Z') + source.at() * 1_000;
    const late = (by: number) => [
      ...source.wait(10),
      ...source.hear({ oldest: now() - by - 1_000, newest: now() - by }),
    ];
    const caughtUp = [280, 240, 200, 160, 130, 60, 1].flatMap(by => late(by * 1_000));
    assert.deepEqual(caughtUp, []);
    const stays = Array.from({ length: 20 }, () => late(200_000)).flat();
    assert.match(stays[0] ?? '', /^silence-late low: events come 3 minutes 20 seconds late, usually/);
    assert.equal(stays.length, 1);
    assert.match(late(500)[0] ?? '', /^silence-late informational: resolved/);
  });

  it('events from the future: clocks differ', () => {
    const source = listening();
    source.usual({ every: 10, seconds: 300 });
    const at = Date.parse('2026-11-23T00:00:00Z') + source.at() * 1_000;
    assert.deepEqual(source.hear({ newest: at + 30_000 }), []);
    assert.match(
      source.hear({ newest: at + 30_000 })[0] ?? '',
      /^silence-skew low: events are 30 seconds ahead/,
    );
    assert.match(source.hear()[0] ?? '', /^silence-skew informational: resolved/);
  });

  it('a clock that is set makes no source quiet', () => {
    const source = listening();
    source.usual({ every: 10, seconds: 600 });
    const at = Date.parse('2026-11-23T00:00:00Z') + source.at() * 1_000 + 7_200_000;
    const { detector } = source;
    assert.match(
      detector.notice?.({ type: 'clock', at, jumped: 7_200_000 })[0]?.reasons[0] ?? '',
      /set forward by 2 hours/,
    );
    assert.deepEqual(detector.notice?.({ type: 'tick', at: at + 5_000 }), []);
    assert.equal(detector.notice?.({ type: 'clock', at, jumped: -7_200_000 }).length, 1);
  });

  it('a source that ended is told, until it is read again', () => {
    const source = listening();
    const stream = { source: 'audit-webhook:127.0.0.1:8765', cluster: 'prod', at: 0 };
    assert.equal(source.detector.notice?.({ type: 'ended', ...stream }).length, 1);
    assert.equal(source.detector.notice?.({ type: 'opened', ...stream })[0]?.severity, 'informational');
  });
});

describe('rates', () => {
  it('far fewer than in the two hours before, for half an hour', () => {
    const source = listening();
    assert.deepEqual(source.usual({ every: 10, seconds: 3 * 3_600 }), []);
    const said = source.usual({ every: 120, seconds: 3_000, events: 1 });
    assert.match(
      said[0] ?? '',
      /^silence-rate low: \d events? in the last 10 minutes; there were at least 600 in the 12 before/,
    );
    const back = source.usual({ every: 10, seconds: 1_800 });
    assert.match(back[0] ?? '', /^silence-rate informational: resolved/);
  });

  it('an hour that is always calm is no collapse, once three days tell', () => {
    const source = listening();
    const day = () => [
      ...source.usual({ every: 60, seconds: 20 * 3_600, events: 60 }),
      ...source.usual({ every: 60, seconds: 4 * 3_600, events: 1 }),
    ];
    for (let count = 0; count < 4; count += 1) day();
    assert.deepEqual(day(), []);
    source.usual({ every: 60, seconds: 3_600, events: 60 });
    const [said] = source.usual({ every: 60, seconds: 3_600, events: 1 });
    assert.match(said ?? '', /^silence-rate medium: .* at this hour of the last \d days/);
  });
});

describe('what the API server counts itself', () => {
  const counts = { events: 1_000, errors: 0, started: 1 };
  const ask = (source: ReturnType<typeof listening>, more: Partial<typeof counts> | undefined) => {
    const at = Date.parse('2026-11-23T00:00:00Z') + source.at() * 1_000;
    const stream = {
      source: 'audit-webhook:127.0.0.1:8765',
      cluster: 'prod',
      url: 'https://api.example/metrics',
    };
    const notice = { type: 'server', ...stream, at, problem: more ? '' : 'refused' } as const;
    const signals = source.detector.notice?.({ ...notice, counts: more && { ...counts, ...more } }) ?? [];
    return signals.map(
      ({ detector, severity, reasons }) => `${detector.id} ${severity}: ${reasons.join('; ')}`,
    );
  };

  it('events that it dropped', () => {
    const source = listening();
    assert.deepEqual(ask(source, {}), []);
    source.usual({ every: 10, seconds: 60 });
    assert.match(ask(source, { errors: 400 })[0] ?? '', /^silence-dropped high: .* rose by 400 in 1 minute/);
    source.usual({ every: 10, seconds: 960 });
    assert.match(ask(source, { errors: 400 }).join(), /silence-dropped informational: resolved/);
  });

  it('events that it wrote and that never came; after its restart it counts anew', () => {
    const source = listening();
    ask(source, {});
    source.usual({ every: 10, seconds: 660 });
    assert.deepEqual(ask(source, { events: 1_000 + 660 }), []);
    source.usual({ every: 10, seconds: 660 });
    assert.match(
      ask(source, { events: 1_660 + 2_000 })[0] ?? '',
      /^silence-undelivered medium: the API server wrote 2000 events in 11 minutes, and 660 came/,
    );
    source.usual({ every: 10, seconds: 660 });
    assert.deepEqual(ask(source, { events: 5, started: 2 }), []);
  });

  it('cannot be asked any more', () => {
    const source = listening();
    assert.deepEqual(ask(source, undefined), []);
    ask(source, {});
    assert.match(
      ask(source, undefined)[0] ?? '',
      /^silence-metrics low: https:\/\/api.example\/metrics: refused/,
    );
    assert.match(ask(source, {})[0] ?? '', /^silence-metrics informational/);
  });
});
