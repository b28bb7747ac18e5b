import type { TruthLine } from './truth.ts';
import type { World } from './world.ts';

export interface Facts {
  readonly events: number;
  readonly learnUntil: string;
  readonly truth: readonly TruthLine[];
}

/** What is told with a recording: how it was made, what is in it, what each scenario does. */
export function readme(world: World, { events, learnUntil, truth }: Facts): string {
  const count = (label: string): number => truth.filter(line => line.label === label).length;
  const accounts =
    world.controllerAccounts === 'shared'
      ? 'All controllers act as `system:kube-controller-manager`.'
      : 'Each controller has an account of its own.';
  return `# ${world.name}

${world.about.trim()}

Recorded by \`node tools/record.ts ${world.name}\` from [its world](../../test/lab/worlds/${world.name}.yml): a real Kubernetes 1.37 with a node; ${events} events.
${accounts} Images were inert; addresses are of loopback or for documentation. Nothing in it is to be named by a rule or a threshold.

- \`audit.log.gz\`: what the API server wrote.
- \`truth.jsonl\`: a line for each writing request of the players, with its audit id: ${count('benign')} benign, ${count('benign-hard')} new but honest (\`benign-hard\`), ${count('malicious')} malicious.
  Requests that are not in it were made by Kubernetes itself.
- \`world.json\`: until \`${learnUntil}\` (\`learnUntil\`) there was benign work alone.

| Scenario | | What |
|---|---|---|
${world.scenarios.map(({ id, label, note }) => `| ${id} | ${label} | ${note} |`).join('\n')}
`;
}
