import type { CommandWords } from './completion.ts';

export const shells = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type Shell = (typeof shells)[number];

/** A script that completes commands, options and their values; where nothing of these fits, files. */
export function completionScript(shell: Shell, commands: readonly CommandWords[]): string {
  return { bash, zsh, fish, powershell }[shell](commands);
}

/** Words for each command path, and for each option that has choices, as lines of a case statement. */
function cases(commands: readonly CommandWords[]): {
  readonly words: readonly string[];
  readonly values: readonly string[];
} {
  const words = commands.map(({ path, commands: names, choices, options }) => {
    const all = [...names, ...choices, ...options.flatMap(option => option.names)];
    return `    '${path}') words='${all.join(' ')}' ;;`;
  });
  const values = commands.flatMap(({ path, options }) =>
    options
      .filter(({ choices }) => choices.length > 0)
      .map(
        ({ names, choices }) =>
          `    ${names.map(name => `'${path} ${name}'`).join('|')}) words='${choices.join(' ')}' ;;`,
      ),
  );
  return { words, values };
}

const paths = (commands: readonly CommandWords[]): string =>
  commands.map(({ path }) => `'${path}'`).join('|');

/** The path of the command on the line so far: a word counts if a command of that path exists. */
function findPath(commands: readonly CommandWords[]): string {
  return `    case "\${path:+$path }$word" in ${paths(commands)}) path="\${path:+$path }$word" ;; esac`;
}

function bash(commands: readonly CommandWords[]): string {
  const { words, values } = cases(commands);
  return `# bash completion for watchbill
_watchbill() {
  local word path='' words='' current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
${findPath(commands)}
  done
  case "$path $previous" in
${values.join('\n')}
    *) case "$path" in
${words.join('\n')}
    esac ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -o default -F _watchbill watchbill
`;
}

function zsh(commands: readonly CommandWords[]): string {
  const { words, values } = cases(commands);
  return `#compdef watchbill
_watchbill() {
  local word path='' previous="\${words[CURRENT-1]}" line=("\${words[@]}")
  local words=''
  for word in "\${(@)line[2,CURRENT-1]}"; do
${findPath(commands)}
  done
  case "$path $previous" in
${values.join('\n')}
    *) case "$path" in
${words.join('\n')}
    esac ;;
  esac
  compadd -- \${=words}
  _files
}
compdef _watchbill watchbill
`;
}

function fish(commands: readonly CommandWords[]): string {
  const lines = ['# fish completion for watchbill'];
  for (const { path, commands: names, options, choices } of commands) {
    const [first = '', second] = path.split(' ');
    const inside =
      second === undefined
        ? `__fish_seen_subcommand_from ${first}`
        : `__fish_seen_subcommand_from ${first}; and __fish_seen_subcommand_from ${second}`;
    const condition = path === '' ? '__fish_use_subcommand' : inside;
    for (const word of [...names, ...choices])
      lines.push(`complete -c watchbill -n '${condition}' -f -a '${word}'`);
    for (const { names: flags, takesValue, choices: values } of options) {
      const spelled = flags
        .map(flag => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`))
        .join(' ');
      lines.push(
        `complete -c watchbill -n '${condition}' ${spelled}${takesValue ? ' -r' : ''}${values.length > 0 ? ` -f -a '${values.join(' ')}'` : ''}`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

function powershell(commands: readonly CommandWords[]): string {
  const table = commands.map(
    ({ path, commands: names, choices, options }) =>
      `    '${path}' = @(${[...names, ...choices, ...options.flatMap(option => option.names)].map(word => `'${word}'`).join(', ')})`,
  );
  const values = commands.flatMap(({ path, options }) =>
    options
      .filter(({ choices }) => choices.length > 0)
      .flatMap(({ names, choices }) =>
        names.map(name => `    '${path} ${name}' = @(${choices.map(choice => `'${choice}'`).join(', ')})`),
      ),
  );
  return `# PowerShell completion for watchbill
Register-ArgumentCompleter -Native -CommandName watchbill -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $words = @{
${table.join('\n')}
  }
  $values = @{
${values.join('\n')}
  }
  $path = ''
  $previous = ''
  foreach ($element in ($commandAst.CommandElements | Select-Object -Skip 1)) {
    $text = $element.ToString()
    if ($element.Extent.EndOffset -ge $cursorPosition) { break }
    $candidate = ("$path $text").Trim()
    if ($words.ContainsKey($candidate)) { $path = $candidate }
    $previous = $text
  }
  $choices = if ($values.ContainsKey("$path $previous")) { $values["$path $previous"] } else { $words[$path] }
  $choices | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
}
`;
}
