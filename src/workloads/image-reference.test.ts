import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readImage } from './image-reference.ts';

const sha256 = `sha256:${'f'.repeat(64)}`;
const sha512 = `sha512:${'f'.repeat(128)}`;

/**
 * References and what they mean, from the tests of github.com/distribution/reference (Apache-2.0, The Distribution
 * contributors): reference_test.go and normalize_test.go, with the defaults of ParseNormalizedNamed.
 */
const valid: readonly (readonly [string, string, string, string, string])[] = [
  ['test_com', 'docker.io', 'library/test_com', '', ''],
  ['test.com:tag', 'docker.io', 'library/test.com', 'tag', ''],
  ['test.com:5000', 'docker.io', 'library/test.com', '5000', ''],
  ['test.com/repo:tag', 'test.com', 'repo', 'tag', ''],
  ['test:5000/repo', 'test:5000', 'repo', '', ''],
  ['test:5000/repo:tag', 'test:5000', 'repo', 'tag', ''],
  [`test:5000/repo@${sha256}`, 'test:5000', 'repo', '', sha256],
  [`test:5000/repo:tag@${sha256}`, 'test:5000', 'repo', 'tag', sha256],
  ['lowercase:Uppercase', 'docker.io', 'library/lowercase', 'Uppercase', ''],
  ['sub-dom1.foo.com/bar/baz/quux', 'sub-dom1.foo.com', 'bar/baz/quux', '', ''],
  ['sub-dom1.foo.com/bar/baz/quux:some-long-tag', 'sub-dom1.foo.com', 'bar/baz/quux', 'some-long-tag', ''],
  [
    'b.gcr.io/test.example.com/my-app:test.example.com',
    'b.gcr.io',
    'test.example.com/my-app',
    'test.example.com',
    '',
  ],
  ['xn--n3h.com/myimage:xn--n3h.com', 'xn--n3h.com', 'myimage', 'xn--n3h.com', ''],
  [`xn--7o8h.com/myimage:xn--7o8h.com@${sha512}`, 'xn--7o8h.com', 'myimage', 'xn--7o8h.com', sha512],
  ['foo_bar.com:8080', 'docker.io', 'library/foo_bar.com', '8080', ''],
  ['foo/foo_bar.com:8080', 'docker.io', 'foo/foo_bar.com', '8080', ''],
  ['192.168.1.1', 'docker.io', 'library/192.168.1.1', '', ''],
  ['192.168.1.1/repo', '192.168.1.1', 'repo', '', ''],
  ['192.168.1.1:5000/repo:5050', '192.168.1.1:5000', 'repo', '5050', ''],
  ['[2001:db8::1]/repo', '[2001:db8::1]', 'repo', '', ''],
  [`[2001:db8::1]:5000/repo:tag@${sha256}`, '[2001:db8::1]:5000', 'repo', 'tag', sha256],
  ['[::1]:5000/repo', '[::1]:5000', 'repo', '', ''],
  ['docker/docker', 'docker.io', 'docker/docker', '', ''],
  ['debian', 'docker.io', 'library/debian', '', ''],
  ['docker.io/debian', 'docker.io', 'library/debian', '', ''],
  ['index.docker.io/docker/docker', 'docker.io', 'docker/docker', '', ''],
  ['index.docker.io/debian', 'docker.io', 'library/debian', '', ''],
  ['127.0.0.1:5000/library/debian', '127.0.0.1:5000', 'library/debian', '', ''],
  ['192.168.0.1:8/debian', '192.168.0.1:8', 'debian', '', ''],
  [
    'thisisthesongthatneverendsitgoesonandonandonthisisthesongthatnev',
    'docker.io',
    'library/thisisthesongthatneverendsitgoesonandonandonthisisthesongthatnev',
    '',
    '',
  ],
  [`docker.io/${'1a3f5e7d'.repeat(8)}`, 'docker.io', `library/${'1a3f5e7d'.repeat(8)}`, '', ''],
  ['Docker/docker', 'Docker', 'docker', '', ''],
  ['DOCKER/docker', 'DOCKER', 'docker', '', ''],
  ['docker---rules/docker', 'docker.io', 'docker---rules/docker', '', ''],
  ['d/docker', 'docker.io', 'd/docker', '', ''],
  ['jess/t', 'docker.io', 'jess/t', '', ''],
  ['dock__er/docker', 'docker.io', 'dock__er/docker', '', ''],
  ['library/foo/bar', 'docker.io', 'library/foo/bar', '', ''],
  ['localhost/foo', 'localhost', 'foo', '', ''],
  ['test_com/foo', 'docker.io', 'test_com/foo', '', ''],
  ['docker/migrator', 'docker.io', 'docker/migrator', '', ''],
  ['test-com:8080/foo', 'test-com:8080', 'foo', '', ''],
  ['xn--n3h.com:18080/foo', 'xn--n3h.com:18080', 'foo', '', ''],
];

const invalid: readonly string[] = [
  '',
  ':justtag',
  `@${sha256}`,
  `repo@sha256:${'f'.repeat(34)}`,
  `validname@invaliddigest:${'f'.repeat(128)}`,
  'Uppercase:tag',
  'test:5000/Uppercase/lowercase:tag',
  'aa/asdf$$^/aa',
  '[2001:db8::1]',
  '[2001:db8::1]:5000',
  '[fe80::1%eth0]:5000/repo',
  '[fe80::1%@invalidzone]:5000/repo',
  'https://github.com/docker/docker',
  'docker/Docker',
  '-docker',
  '-docker/docker',
  '-docker.io/docker/docker',
  'docker///docker',
  'docker.io/docker/Docker',
  'docker.io/docker///docker',
  'fc00::1:5000/debian',
  '[2001:db8:3:4::192.0.2.33]:5000/debian',
  '1a3f5e7d'.repeat(8),
  'docker-/docker',
  '-docker-/docker',
  '____/____',
  '_docker/_docker',
  'dock..er/docker',
  'dock_.er/docker',
  'dock-.er/docker',
  'docker/',
  `${'this_is_not_a_valid_namespace_because_its_length_is_greater_than_255_'.repeat(4)}/docker`,
];

for (const [image, registry, repository, tag, digest] of valid) {
  test(`image ${image}`, () => {
    assert.deepEqual(readImage(image), { registry, repository, tag, digest });
  });
}

for (const image of invalid) {
  test(`no image: ${image.slice(0, 80)}`, () => {
    assert.deepEqual(readImage(image), { registry: '', repository: '', tag: '', digest: '' });
  });
}

test('any text is read without an error, and a valid image gives its parts back', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 300, unit: 'binary' }), text => {
      const { registry, repository, tag, digest } = readImage(text);
      if (registry === '') return repository === '';
      const whole = `${registry}/${repository}${tag && `:${tag}`}${digest && `@${digest}`}`;
      return whole.endsWith(text.slice(text.lastIndexOf('/') + 1));
    }),
  );
});
