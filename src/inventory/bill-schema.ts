import { z } from 'zod';
import type { BillDiff } from '../model/bill-diff.ts';
import { differenceTypes } from '../model/bill-diff.ts';
import type { Confidence } from '../model/lineage.ts';
import type { WatchBill } from '../model/watch-bill.ts';
import { dutyTypes } from '../model/watch-bill.ts';

const time = z.iso.datetime().nullable();
const count = z.number().int().min(0);

const confidences = ['certain', 'probable', 'unknown'] as const satisfies readonly Confidence[];

const evidence = z
  .object({ source: z.string(), file: z.string(), line: count, auditID: z.string(), time })
  .meta({ id: 'Evidence', description: 'Where it can be read again' });

const act = z
  .object({
    time: time.describe('null: it is not known when'),
    user: z.string().nullable().describe('Who authenticated; null: it is not known who'),
    effectiveUser: z.string().describe('As whom it acted: differs from user under impersonation'),
    userAgent: z.string().describe("The client's own words"),
    sourceIPs: z.array(z.string()).describe('All but the last can be set by the client'),
    pod: z.string().describe('namespace/name of the pod behind a bound service-account token'),
    fieldManager: z.string(),
    confidence: z
      .enum(confidences)
      .describe('That it was this one: certain is never wrong where the log is whole'),
    what: z.string().describe('What was changed, or why it is this one; unescaped text of the log'),
    evidence: evidence.nullable(),
  })
  .meta({ id: 'Act', description: 'What somebody did to a workload' });

const schedule = z
  .object({
    texts: z.array(z.string()).describe('As the object says it'),
    dialect: z.string().describe('Whose rules it follows: kubernetes, nomad, systemd, ...'),
    words: z.string(),
    timeZone: z.string().describe('IANA name'),
    timeZoneAssumed: z.boolean().describe('Nothing names one: taken for UTC'),
    suspended: z.boolean(),
    next: time.describe('null: suspended, never due, or not a matter of the clock alone'),
    never: z.boolean().describe('It is taken, and no date fits it'),
    problem: z.string().describe('Why it cannot be read'),
    runsPerDay: z.number(),
    notes: z.array(z.string()).describe('What else the object says of its times'),
  })
  .meta({ id: 'Schedule' });

const container = z
  .object({
    name: z.string(),
    role: z.string(),
    image: z.string(),
    command: z.string(),
    by: z
      .object({ user: z.string().nullable(), effectiveUser: z.string(), time })
      .describe('Who last wrote it; null: not known'),
  })
  .meta({ id: 'Container' });

const powers = z
  .object({
    privileged: z.boolean(),
    hostNetwork: z.boolean(),
    hostPID: z.boolean(),
    hostIPC: z.boolean(),
    hostPaths: z.array(z.string()),
    capabilities: z.array(z.string()).describe('Added ones'),
    serviceAccount: z.string().describe("Empty: the namespace's default account"),
  })
  .meta({ id: 'Powers' });

const provenance = z
  .object({
    system: z.string().describe('argo-cd, flux, helm, operator, kubectl, ...'),
    name: z.string(),
    namespace: z.string(),
    confidence: z
      .enum(['probable', 'claimed'])
      .describe('Whoever writes an object can write all of its marks'),
    evidence: z.array(z.string()),
  })
  .meta({ id: 'Provenance' });

export const billRowSchema = z
  .object({
    cluster: z.string(),
    group: z.string().describe('Empty for the core group'),
    kind: z.string(),
    namespace: z.string(),
    name: z.string(),
    uid: z.string(),
    type: z.enum(dutyTypes).describe('How it comes to run'),
    state: z.enum(['present', 'deleted', 'proposed']).describe('proposed: a manifest'),
    body: z.enum(['whole', 'partly', 'unseen']).describe('How much of its body is known'),
    created: act,
    changed: act
      .nullable()
      .describe('The last change by others than controllers, labels and annotations aside'),
    author: act.describe('Whoever wrote what it runs now'),
    deleted: act.nullable(),
    schedule: schedule.nullable(),
    replicas: z.number().int().nullable(),
    everyNode: z.boolean(),
    containers: z.array(container),
    moreContainers: count,
    powers,
    provenance: provenance.nullable(),
    through: z.array(z.string()).describe('Other workloads in which it says what it runs'),
    file: z.string().describe('Where the file says so, of what no request tells'),
    owner: z.object({ kind: z.string(), name: z.string(), uid: z.string() }).nullable(),
    started: z
      .object({
        counts: z.record(z.string(), count).describe('By kind'),
        last: time,
        confidence: z.enum(confidences),
      })
      .describe('What was made from it, as far as the log shows'),
    unknown: z.array(z.string()).describe('What could not be told, in sentences'),
  })
  .meta({ id: 'Row', description: 'One workload' });

const change = z
  .object({
    field: z.string(),
    container: z.string().describe('Empty where it is not about one'),
    from: z.string(),
    to: z.string(),
    changesWhatRuns: z.boolean(),
  })
  .meta({ id: 'Change' });

export const billDiffSchema = z.object({
  since: time,
  until: time,
  differences: z.array(
    z.object({
      type: z
        .enum(differenceTypes)
        .describe(
          'replaced: deleted and made anew; reverted: changed, and changed back; passed: came and went',
        ),
      row: billRowSchema,
      changes: z.array(change).describe('From the one bill to the other'),
      acts: z.array(act).describe('Who did what in between, oldest first'),
    }),
  ),
  blind: z.array(z.string()),
}) satisfies z.ZodType<BillDiff>;

export const watchBillSchema = z.object({
  at: time.describe('When the bill is of'),
  rows: z.array(billRowSchema).describe('By cluster, namespace, kind and name'),
  leftOut: z.record(z.string(), count).describe('Known workloads that are not among the rows, by why'),
  blind: z.array(z.string()).describe('What had to be forgotten or could not be seen'),
}) satisfies z.ZodType<WatchBill>;

/** The published schema. It allows further fields: later versions may add some, and readers must not mind. */
export const inventoryJsonSchema = () => ({
  ...z.toJSONSchema(watchBillSchema, { io: 'input' }),
  title: 'watchbill inventory -o json',
});

export const inventoryDiffJsonSchema = () => ({
  ...z.toJSONSchema(billDiffSchema, { io: 'input' }),
  title: 'watchbill inventory diff -o json',
});
