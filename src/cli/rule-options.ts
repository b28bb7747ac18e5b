import { Option } from 'commander';

export const collect = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
];

/** The options that other commands share with `scan`. */
export const ruleOptions = {
  rules: () =>
    new Option('--rules <pack|path>', 'rules to use, as for scan; repeatable').argParser<readonly string[]>(
      collect,
    ),
  pipeline: () =>
    new Option(
      '--pipeline <name|path>',
      'field mappings for Sigma rules; none for rules exactly as written; repeatable',
    ).argParser<readonly string[]>(collect),
} as const;
