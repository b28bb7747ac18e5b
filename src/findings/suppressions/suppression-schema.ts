import { z } from 'zod';
import { windowPattern } from './schedule-window.ts';

const patterns = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

const window = z
  .string()
  .regex(windowPattern, 'needs a stretch of the day such as 22:00-06:00, with or without a time zone');

const scope = z
  .strictObject({
    rules: patterns.optional().describe('Ids or titles of rules; anomaly is the anomaly score'),
    cluster: patterns.optional(),
    namespace: patterns.optional().describe('NamespaceScope'),
    kind: patterns.optional().describe('CronJob, Pod, Secret, ...'),
    name: patterns.optional(),
    user: patterns
      .optional()
      .describe('The real user; under impersonation also the one that it acted as must match'),
    image: patterns
      .optional()
      .describe('Every image of the workload must match; where images were not seen nothing is hidden'),
    repository: patterns
      .optional()
      .describe(
        'ImageRepository: registry and repository of every image must match, whatever the tag: docker.io/library/busybox',
      ),
    command: z
      .union([z.string(), z.array(z.string()).min(1)])
      .optional()
      .describe(
        'ExecutionCommand: every command line of every container must match, hooks and probes too; "" is what the image starts',
      ),
    window: z
      .union([window, z.array(window).min(1)])
      .optional()
      .describe(
        'ScheduleWindow: all runs of its schedule must lie in it: 02:30-02:30, or 22:00-06:00 Europe/Berlin where the schedule names that zone',
      ),
  })
  .describe(
    'What is hidden: every field that is given must match, with at least one narrower than "*". A text or a list of texts; * stands for any text, \\* for a star. What controllers made of the workload is covered with it',
  );

export const suppressionSchema = z.strictObject({
  id: z.string().min(1).max(200).describe('A name of your choice, unique in the file; shown in summaries'),
  owner: z.string().min(1).max(500).describe('Who answers for it'),
  reason: z.string().min(1).max(2000).describe('Why these findings need not be seen'),
  expires: z
    .string()
    .regex(
      /^\d{4}-\d\d-\d\d(T\S+)?$/,
      'needs a date (2027-01-31, through its end in UTC) or an RFC 3339 time',
    )
    .describe('A date (through its end in UTC) or an RFC 3339 time; then it hides no longer'),
  scope,
});

/** A file of suppressions. Dates are checked beyond their form, and scopes for width, in suppression-file.ts. */
export const suppressionFileSchema = z.strictObject({ suppressions: z.array(suppressionSchema) });

export const suppressionFileJsonSchema = () => ({
  ...z.toJSONSchema(suppressionFileSchema),
  title: 'Watchbill suppressions',
});
