/**
 * Does this command line tell a container engine or a cluster to start something? A quick look, not a reading: what it starts, if
 * anything, is read later. Everything else in cron files and units is not about containers.
 */
export function startsContainers(command: string): boolean {
  const beginning = command.slice(0, longest);
  return program.test(beginning) && verb.test(beginning);
}

/** As far as it is read later; cron itself takes a thousand characters. */
const longest = 32_768;
const program =
  /(?:^|[\s/"'`;&|(=])(?:docker|podman|nerdctl|docker-compose|podman-compose|ctr|crictl|kubectl|oc)(?=\s)/;
const verb = /\s(?:run|runp|create|exec|start|restart|up|play|apply|deploy|replace)(?=\s|$)/;
