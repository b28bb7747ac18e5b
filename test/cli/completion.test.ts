import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileOf, watchbill } from './run-watchbill.ts';

const script = (shell: string): string => watchbill(['completion', shell]).out;
const installed = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;
const bash = script('bash');

/** What bash would offer for a line whose last word is being typed. */
function offered(...words: readonly string[]): readonly string[] {
  const program = `${bash}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _watchbill; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['-c', program, 'bash', ...words], { encoding: 'utf8' });
  assert.equal(stderr, '');
  return stdout.split('\n').filter(word => word !== '');
}

describe('bash', () => {
  const table: readonly (readonly [words: readonly string[], expected: readonly string[]])[] = [
    [
      ['watchbill', 's'],
      ['scan', 'schema'],
    ],
    [
      ['watchbill', 'rules', 'l'],
      ['list', 'lint'],
    ],
    [['watchbill', 'scan', '--fail'], ['--fail-on']],
    [
      ['watchbill', 'scan', '--no-c'],
      ['--no-correlation', '--no-cel', '--no-color'],
    ],
    [['watchbill', 'scan', '--fail-on', 'h'], ['high']],
    [['watchbill', 'scan', 'a.log', '--format', 'kubernetes-a'], ['kubernetes-audit']],
    [['watchbill', 'scan', '-o', 'ju'], ['junit']],
    [['watchbill', 'scan', '-o', 'json', '-o', 's'], ['sarif']],
    [['watchbill', 'schema', 'f'], ['finding']],
    [['watchbill', 'completion', 'z'], ['zsh']],
    [['watchbill', 'rules', 'lint', '--pipe'], ['--pipeline']],
    [['watchbill', 'scan', 'rules', '--fail-on', 'lo'], ['low']],
    [['watchbill', 'scan', 'some'], []],
  ];
  for (const [words, expected] of table)
    it(words.join(' '), () => assert.deepEqual(offered(...words), expected));

  it('file names are left to the shell', () => assert.match(bash, /complete -o default/));
});

describe('shells accept their scripts', () => {
  const checks = [
    ['bash', ['-n']],
    ['zsh', ['-n']],
    ['fish', ['--no-execute']],
  ] as const;
  for (const [shell, words] of checks)
    it(shell, { skip: installed(shell) ? false : `${shell} is not installed` }, () => {
      const file = fileOf(script(shell), `completion.${shell}`);
      const { status, stderr } = spawnSync(shell, [...words, file], { encoding: 'utf8' });
      assert.equal(status, 0, stderr);
    });

  it('fish offers what fits', { skip: installed('fish') ? false : 'fish is not installed' }, () => {
    const file = fileOf(script('fish'), 'completion.fish');
    const offers = (line: string): readonly string[] => {
      const { stdout } = spawnSync('fish', ['-c', 'source $argv[1]; complete -C $argv[2]', file, line], {
        encoding: 'utf8',
      });
      return stdout.trimEnd().split('\n');
    };
    assert.deepEqual(offers('watchbill s'), ['scan', 'schema']);
    assert.deepEqual(offers('watchbill rules l'), ['lint', 'list']);
    assert.deepEqual(offers('watchbill scan --fail-on h'), ['high']);
  });

  it('every script knows every command and option of scan', () => {
    const options = [...watchbill(['scan', '--help']).out.matchAll(/^ +(?:-\w, )?(--[a-z-]+)/gm)].map(
      ([, name = '']) => name,
    );
    assert.ok(options.length > 20);
    for (const shell of ['bash', 'zsh', 'fish', 'powershell']) {
      const text = script(shell);
      for (const name of ['scan', 'explain', 'rules', 'schema', 'completion', 'version', 'help'])
        assert.ok(text.includes(name));
      for (const option of options)
        assert.ok(
          text.includes(shell === 'fish' ? `-l ${option.slice(2)}` : option),
          `${option} is not in ${shell}`,
        );
    }
  });

  it('a shell that is not known is an error', () => assert.equal(watchbill(['completion', 'tcsh']).code, 2));
});
