import assert from 'node:assert/strict';
import { basename, dirname } from 'node:path';
import { compileCel } from '../../src/detect/cel/compile-cel.ts';
import { lineageWatch } from '../../src/detect/lineage-watch.ts';
import { onlyOfInterest } from '../../src/detect/only-of-interest.ts';
import { parseRuleFile } from '../../src/detect/rules/parse-rule-file.ts';
import type { RuleDocument } from '../../src/detect/rules/rule-document.ts';
import { compileSigma } from '../../src/detect/sigma/compile-sigma.ts';
import { createLineage } from '../../src/lineage/lineage.ts';
import type { AuditActivity } from '../../src/model/activity.ts';
import type { Severity } from '../../src/model/severity.ts';
import { readAll } from './shipped-rules.ts';

export interface Fired {
  /** The rule's folder. */
  readonly rule: string;
  readonly severity: Severity;
  readonly reasons: readonly string[];
}

interface Loaded {
  readonly documents: readonly RuleDocument[];
  /** By the rules' ids. */
  readonly folders: ReadonlyMap<string, string>;
}

const loaded = new Map<string, Loaded>();

function load(patterns: readonly string[]): Loaded {
  const key = patterns.join();
  const known = loaded.get(key);
  if (known !== undefined) return known;
  const folders = new Map<string, string>();
  const documents = patterns.flatMap(readAll).flatMap(({ path, text }) => {
    const parsed = parseRuleFile(text, path);
    assert.deepEqual(parsed.problems, []);
    for (const { metadata } of parsed.documents) folders.set(metadata.id, basename(dirname(path)));
    return parsed.documents;
  });
  loaded.set(key, { documents, folders });
  return { documents, folders };
}

/** What the shipped rules of these folders say of requests, in their order. */
export function firedBy(patterns: readonly string[], activities: readonly AuditActivity[]): readonly Fired[] {
  const { documents, folders } = load(patterns);
  // As a scan puts them together: lineage stands before them, and each sees no more than it asked for.
  const lineage = createLineage({ rememberMinutes: 60 });
  const cel = compileCel(documents, { lineage });
  const sigma = compileSigma(documents, { pipelines: [] });
  assert.deepEqual([...cel.problems, ...sigma.problems], []);
  const detectors = [lineageWatch(lineage), cel.detector].map(onlyOfInterest);
  const signals = activities.flatMap(activity =>
    [...detectors, sigma.detector].flatMap(detector => detector.inspect(activity)),
  );
  assert.deepEqual(cel.detector.failures(), []);
  return signals.map(({ detector, severity, reasons }) => ({
    rule: folders.get(detector.id) ?? detector.id,
    severity,
    reasons,
  }));
}
