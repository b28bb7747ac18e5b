import { z } from 'zod';
import { tunables } from '../model/score.ts';
import { severities } from '../model/severity.ts';
import { detectorTypes } from '../model/signal.ts';
import { count, summarySchema, time } from './summary-schema.ts';

const id = z
  .string()
  .regex(/^[0-9a-f]{16}$/)
  .describe('Deterministic: the same input gives the same id');
const severity = z.enum(severities);

const workload = z
  .object({
    cluster: z.string(),
    group: z.string().describe('API group, empty for the core group'),
    kind: z.string(),
    namespace: z.string(),
    name: z.string().describe('Empty where it was not logged, see visibility.missing'),
    uid: z.string(),
  })
  .meta({ id: 'Workload', description: 'The object that it is about; absent text is empty' });

const actor = z
  .object({
    user: z.string().describe('Who authenticated'),
    effectiveUser: z.string().describe('As whom it acted: differs from user under impersonation'),
    groups: z.array(z.string()),
    userAgent: z.string().describe("The client's own words"),
    sourceIPs: z.array(z.string()).describe('All but the last can be set by the client'),
    pod: z.string().nullable().describe('namespace/name of the pod behind a bound service-account token'),
  })
  .meta({ id: 'Actor' });

const evidence = z
  .object({
    source: z.string(),
    file: z.string(),
    line: z.number().int().min(0),
    auditID: z.string(),
    time: time.describe('null where the input has no time'),
  })
  .meta({ id: 'Evidence', description: 'Where it can be read again' });

const attack = z.array(
  z.object({ technique: z.string(), tactics: z.array(z.string()) }).meta({ id: 'AttackReference' }),
);

const outcome = z.enum(['allowed', 'dry-run', 'refused', 'failed', 'unanswered', 'proposed', 'observed']);
const level = z.enum(['Metadata', 'Request', 'RequestResponse', 'manifest', 'watch', 'node', 'unknown']);

const part = z
  .object({
    feature: z.string(),
    kind: z
      .enum(['surprise', 'evidence'])
      .describe('surprise: improbable here, by history; evidence: typical of the technique, or against it'),
    bits: z.number(),
    sentence: z.string().describe('Observed, usual, and how often it was seen; unescaped text of the log'),
    tunable: z.enum(tunables).exactOptional().describe('Which of the four tunables of ATT&CK DET0206'),
    support: z.object({ seen: count, total: count, since: time }).exactOptional(),
  })
  .meta({ id: 'ScorePart' });

const score = z
  .object({
    bits: z.number().describe('The sum of the parts'),
    threshold: z.number().describe('What the sum had to reach for medium'),
    parts: z.array(part).describe('Largest first; negative ones speak against suspicion'),
    counterfactual: z.string().describe('What would have made it ordinary'),
  })
  .meta({ id: 'Score', description: 'How far it is from what is usual, in bits' });

const confidence = z.enum(['certain', 'probable', 'unknown']);

const lineage = z
  .object({
    chain: z
      .array(
        z.object({
          kind: z.string(),
          namespace: z.string(),
          name: z.string(),
          uid: z.string(),
          relation: z.enum(['target', 'made', 'claimed']),
          confidence,
          evidence: z.array(z.string()),
        }),
      )
      .describe('From the workload upwards, itself first'),
    author: actor
      .extend({ confidence, reason: z.string(), time: z.string().meta({ format: 'date-time' }) })
      .meta({ id: 'LineageAuthor' })
      .nullable()
      .describe('Who last changed what it runs; null where the log does not tell'),
    started: z
      .object({
        since: z.string().meta({ format: 'date-time' }),
        byKind: z.array(z.object({ kind: z.string(), count })),
        examples: z.array(z.object({ kind: z.string(), name: z.string(), time: z.string() })),
        last: time,
        confidence,
      })
      .exactOptional()
      .describe('What its controllers made of it since the change that the incident is about'),
  })
  .meta({ id: 'Lineage', description: 'Where a workload comes from and what came of it' });

const changedField = z
  .object({ field: z.string(), container: z.string(), from: z.string(), to: z.string() })
  .meta({
    id: 'ChangedField',
    description: 'One thing that is not as it was; never a value of the environment',
  });

const times = z.array(z.string().meta({ format: 'date-time' }));

const work = z
  .object({
    containers: z.array(
      z.object({ role: z.string(), name: z.string(), image: z.string(), command: z.string() }),
    ),
    moreContainers: count,
    schedule: z
      .object({
        expression: z.string(),
        before: z.string().describe('What it was before; empty where it was the same, or is not known'),
        dialect: z.string().describe('Whose rules it follows'),
        timeZone: z.string().describe('Whose clock counts; empty where none is named, or does not matter'),
        zoneAssumed: z.boolean().describe('None is named: runs are computed as if it were UTC'),
        words: z.string(),
        problem: z.string().describe('Why its scheduler does not take it; empty if it does'),
        suspended: z.boolean(),
        previous: times.describe('When it was due before the incident; empty where it is new'),
        next: times.nullable().describe('When it is due after it; empty: never; null: not computed'),
      })
      .exactOptional(),
  })
  .meta({ id: 'IncidentWork', description: 'What a workload runs and when' });

const action = z.object({
  verb: z.string(),
  subresource: z.string(),
  outcome: outcome.describe('proposed for a manifest'),
});

const moment = z
  .object({ time, finding: id, severity, title: z.string(), kind: z.string(), action })
  .meta({ id: 'IncidentMoment', description: "One finding on the incident's time line" });

export const findingSchema = z
  .object({
    type: z.literal('finding'),
    id,
    time: time.describe('null for a manifest'),
    title: z.string(),
    severity,
    detector: z.object({
      type: z.enum(detectorTypes),
      id: z.string(),
      title: z.string(),
      author: z.string().exactOptional().describe("The rule's author, where it names one"),
    }),
    attack,
    workload,
    actor: actor.nullable().describe('null for a manifest: nobody has done it yet'),
    action,
    reasons: z
      .array(z.string())
      .describe('Sentences with the fields and values that decided; unescaped text of the log'),
    evidence: z.array(evidence).describe('What led to it, oldest first; the last one set it off'),
    visibility: z.object({
      level,
      missing: z.array(z.string()).describe('What could not be seen and would have helped'),
    }),
    score: score.exactOptional(),
  })
  .meta({ id: 'Finding', description: 'What one detector said of one request or manifest' });

export const incidentSchema = z
  .object({
    type: z.literal('incident'),
    id,
    severity,
    title: z.string(),
    story: z
      .string()
      .describe(
        'Lines "Who: ...", "What: ...", "Why: ...", "Since: ...", "Unseen: ...", "Do: ..." in that order',
      ),
    workload,
    actor: actor.nullable(),
    attack,
    findings: z.array(id).min(1).describe('Ids of its findings, oldest first'),
    evidence: z.array(evidence).max(50).describe('The first 25 and the last 25'),
    firstSeen: time,
    lastSeen: time,
    score: score.exactOptional(),
    lineage: lineage.exactOptional(),
    changes: z.array(changedField).exactOptional(),
    moreChanges: count.exactOptional().describe('How many more things were changed'),
    work: work.exactOptional().describe('Absent where no body was logged'),
    moments: z.array(moment).max(50).describe('Its findings in time: the first 25 and the last 25'),
  })
  .meta({ id: 'Incident', description: 'Findings of one workload, one actor and one stretch of time' });

/** A line of `-o ndjson`. */
export const outputLineSchema = z.discriminatedUnion('type', [findingSchema, incidentSchema, summarySchema]);

/** The published schema. It allows further fields: later versions may add some, and readers must not mind. */
export const findingJsonSchema = () => ({
  ...z.toJSONSchema(outputLineSchema, { io: 'input' }),
  title: 'A line of watchbill scan -o ndjson',
});
