import type { RefusalReason } from '../model/refusal.ts';

/** For the reference: what somebody who sees the refusal can do. */
export const refusalAdvice = {
  'not-json': 'Look at the line: is it a log of something else, or damaged? The rest of the file was read.',
  'not-utf8': 'Find out what wrote the file in another encoding; Kubernetes writes UTF-8.',
  'not-yaml':
    'Correct the document at the place that the detail names. The other documents of the file were read.',
  'cut-off': 'Usual for a file that was copied while it was being written. Copy it again.',
  'too-long': 'Raise `--max-record-bytes` if such a record is to be expected.',
  'too-deep': 'Nothing in Kubernetes nests so deeply: look who made the record.',
  'not-an-audit-event':
    'Name the format with `--format`, if it was recognised wrongly; else keep such files out.',
  'not-a-node-event':
    'Usual where other records stand between those of an agent; name the format with `--format`, if it was recognised wrongly.',
  'not-a-manifest': 'Name the files that hold manifests; a values file or a CI pipeline is none.',
  'not-rendered': 'Render the chart first: `helm template . | watchbill scan -`.',
  'unknown-format': 'Name the format with `--format`; `watchbill scan --help` lists them.',
  'unknown-version':
    'Kubernetes writes audit.k8s.io/v1 since 1.12. Update Watchbill if there is a newer one.',
  'truncated-beyond-repair': "Raise the carrier's limit for one entry, or read the log where it is whole.",
  'expands-too-far':
    'A decompression bomb, or a file of one repeated byte. If it is neither, decompress it yourself.',
  'corrupt-compression': 'What came before the damage was read. Copy the file again.',
  unreadable:
    'The detail says what the operating system said: a path that does not exist, no permission, ...',
  lost: 'Send by TCP instead of UDP, or fewer messages: what comes by UDP too fast cannot be had any more.',
} as const satisfies { readonly [reason in RefusalReason]: string };
