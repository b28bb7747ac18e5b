import { clusterWorkflowTemplate } from './argo/cluster-workflow-template.ts';
import { cronWorkflow } from './argo/cron-workflow.ts';
import { eventSource } from './argo/event-source.ts';
import { rollout } from './argo/rollout.ts';
import { sensor } from './argo/sensor.ts';
import { workflow } from './argo/workflow.ts';
import { workflowTemplate } from './argo/workflow-template.ts';
import { cronJob } from './cron-job.ts';
import { daemonSet } from './daemon-set.ts';
import { deployment } from './deployment.ts';
import { job } from './job.ts';
import { scaledJob } from './keda/scaled-job.ts';
import { scaledObject } from './keda/scaled-object.ts';
import { configuration } from './knative/configuration.ts';
import { containerSource } from './knative/container-source.ts';
import { jobSink } from './knative/job-sink.ts';
import { pingSource } from './knative/ping-source.ts';
import { revision } from './knative/revision.ts';
import { knativeService } from './knative/service.ts';
import { advancedCronJob } from './kruise/advanced-cron-job.ts';
import { broadcastJob } from './kruise/broadcast-job.ts';
import { cloneSet } from './kruise/clone-set.ts';
import { advancedDaemonSet } from './kruise/daemon-set.ts';
import { ephemeralJob } from './kruise/ephemeral-job.ts';
import { sidecarSet } from './kruise/sidecar-set.ts';
import { advancedStatefulSet } from './kruise/stateful-set.ts';
import { unitedDeployment } from './kruise/united-deployment.ts';
import { clusterTrainingRuntime } from './kubeflow/cluster-training-runtime.ts';
import { jaxJob } from './kubeflow/jax-job.ts';
import { mpiJob } from './kubeflow/mpi-job.ts';
import { notebook } from './kubeflow/notebook.ts';
import { paddleJob } from './kubeflow/paddle-job.ts';
import { pytorchJob } from './kubeflow/pytorch-job.ts';
import { scheduledWorkflow } from './kubeflow/scheduled-workflow.ts';
import { tfJob } from './kubeflow/tf-job.ts';
import { trainJob } from './kubeflow/train-job.ts';
import { trainingRuntime } from './kubeflow/training-runtime.ts';
import { xgboostJob } from './kubeflow/xgboost-job.ts';
import { clusterServiceVersion } from './other/cluster-service-version.ts';
import { crossplaneObject } from './other/crossplane-object.ts';
import { deploymentConfig } from './other/deployment-config.ts';
import { jobSet } from './other/job-set.ts';
import { karmadaWork } from './other/karmada-work.ts';
import { kueueWorkload } from './other/kueue-workload.ts';
import { leaderWorkerSet } from './other/leader-worker-set.ts';
import { manifestWork } from './other/manifest-work.ts';
import { openShiftTemplate } from './other/openshift-template.ts';
import { pod } from './pod.ts';
import { podTemplate } from './pod-template.ts';
import { rayCluster } from './ray/ray-cluster.ts';
import { rayCronJob } from './ray/ray-cron-job.ts';
import { rayJob } from './ray/ray-job.ts';
import { rayService } from './ray/ray-service.ts';
import { replicaSet } from './replica-set.ts';
import { replicationController } from './replication-controller.ts';
import { scheduledSparkApplication } from './spark/scheduled-spark-application.ts';
import { sparkApplication } from './spark/spark-application.ts';
import { statefulSet } from './stateful-set.ts';
import { clusterTask } from './tekton/cluster-task.ts';
import { eventListener } from './tekton/event-listener.ts';
import { pipeline } from './tekton/pipeline.ts';
import { pipelineRun } from './tekton/pipeline-run.ts';
import { stepAction } from './tekton/step-action.ts';
import { task } from './tekton/task.ts';
import { taskRun } from './tekton/task-run.ts';
import { triggerTemplate } from './tekton/trigger-template.ts';
import { volcanoCronJob } from './volcano/cron-job.ts';
import { volcanoJob } from './volcano/job.ts';
import { volcanoJobTemplate } from './volcano/job-template.ts';
import type { MadeKind, WorkloadKind } from './workload-kind.ts';

/** Every kind of Kubernetes itself that holds a pod template. */
export const builtInKinds: readonly WorkloadKind[] = [
  pod,
  job,
  cronJob,
  deployment,
  replicaSet,
  replicationController,
  statefulSet,
  daemonSet,
  podTemplate,
];

/** And those of the projects that schedule work, or keep it alive, in many clusters. */
export const workloadKinds: readonly WorkloadKind[] = [
  ...builtInKinds,
  workflow,
  cronWorkflow,
  workflowTemplate,
  clusterWorkflowTemplate,
  sensor,
  eventSource,
  rollout,
  task,
  clusterTask,
  stepAction,
  taskRun,
  pipeline,
  pipelineRun,
  triggerTemplate,
  eventListener,
  knativeService,
  configuration,
  revision,
  pingSource,
  containerSource,
  jobSink,
  scaledJob,
  scaledObject,
  volcanoJob,
  volcanoCronJob,
  volcanoJobTemplate,
  kueueWorkload,
  jobSet,
  leaderWorkerSet,
  advancedCronJob,
  broadcastJob,
  cloneSet,
  advancedStatefulSet,
  advancedDaemonSet,
  unitedDeployment,
  sidecarSet,
  ephemeralJob,
  rayCronJob,
  rayJob,
  rayCluster,
  rayService,
  scheduledSparkApplication,
  sparkApplication,
  pytorchJob,
  tfJob,
  mpiJob,
  xgboostJob,
  paddleJob,
  jaxJob,
  trainJob,
  trainingRuntime,
  clusterTrainingRuntime,
  notebook,
  scheduledWorkflow,
  manifestWork,
  karmadaWork,
  crossplaneObject,
  openShiftTemplate,
  deploymentConfig,
  clusterServiceVersion,
];

const byResource = Map.groupBy(workloadKinds, kind => kind.resource);
const byKind = Map.groupBy(workloadKinds, kind => kind.kind);

/** The group must fit: `jobs` of batch.volcano.sh are other objects than those of batch, and `pods` of metrics.k8s.io are none. */
export function kindOfResource(resource: string, group: string): WorkloadKind | undefined {
  return ofGroup(byResource.get(resource), group);
}

export function kindOfObject(kind: string, apiVersion: string): WorkloadKind | undefined {
  return ofGroup(byKind.get(kind), groupOf(apiVersion));
}

function ofGroup(kinds: readonly WorkloadKind[] | undefined, group: string): WorkloadKind | undefined {
  if (kinds === undefined) return undefined;
  for (const kind of kinds) if (kind.groups.includes(group)) return kind;
  return undefined;
}

/** `batch` of `batch/v1`; `""` of `v1`. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** What the owner's kind, one of a third party, makes of this kind. */
export function makersOf(
  { kind, groups }: WorkloadKind,
  owner: { readonly kind: string; readonly group: string },
): readonly MadeKind[] {
  const makes = ofGroup(byKind.get(owner.kind), owner.group)?.makes ?? [];
  return makes.filter(made => made.kind === kind && groups.includes(made.group));
}
