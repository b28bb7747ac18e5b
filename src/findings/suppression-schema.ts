import { z } from 'zod';

const patterns = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

const scope = z
  .strictObject({
    rules: patterns.optional().describe('Ids or titles of rules'),
    cluster: patterns.optional(),
    namespace: patterns.optional(),
    kind: patterns.optional().describe('CronJob, Pod, Secret, ...'),
    name: patterns.optional(),
    user: patterns
      .optional()
      .describe('The real user; under impersonation also the one that it acted as must match'),
    image: patterns
      .optional()
      .describe('Every image of the workload must match; where images were not seen nothing is hidden'),
  })
  .describe(
    'What is hidden: every field that is given must match, with at least one narrower than "*". A text or a list of texts; * stands for any text',
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
