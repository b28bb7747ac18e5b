/** The objects themselves. The notation is that of `schema.ts`. */
export const workloadTypes = `
OwnerReference=:
ObjectMeta: name~ generateName~ namespace~ selfLink~ uid~ resourceVersion~ generation~
  creationTimestamp~ labels~{} annotations~{} ownerReferences~[OwnerReference]uid/uid finalizers~[]*/*
Pod: metadata+:ObjectMeta spec+:PodSpec
PodTemplateSpec: metadata+:ObjectMeta spec+:PodSpec
PodTemplate: metadata+:ObjectMeta template+:PodTemplateSpec
ReplicationControllerSpec: minReadySeconds~ selector~{}= template:PodTemplateSpec
ReplicationController: metadata+:ObjectMeta spec+:ReplicationControllerSpec
PodFailurePolicyOnExitCodesRequirement: values[]/*
PodFailurePolicyRule: onExitCodes:PodFailurePolicyOnExitCodesRequirement onPodConditions~[]
PodFailurePolicy: rules[PodFailurePolicyRule]
SuccessPolicy: rules[]
JobSpec: podFailurePolicy:PodFailurePolicy successPolicy:SuccessPolicy selector:LabelSelector
  template+:PodTemplateSpec
Job: metadata+:ObjectMeta spec+:JobSpec
JobTemplateSpec: metadata+:ObjectMeta spec+:JobSpec
CronJobSpec: concurrencyPolicy~ jobTemplate+:JobTemplateSpec
CronJob: metadata+:ObjectMeta spec+:CronJobSpec
DeploymentStrategy: type~
DeploymentSpec: selector:LabelSelector template+:PodTemplateSpec strategy+:DeploymentStrategy
  minReadySeconds~ paused~
Deployment: metadata+:ObjectMeta spec+:DeploymentSpec
ReplicaSetSpec: minReadySeconds~ selector:LabelSelector template+:PodTemplateSpec
ReplicaSet: metadata+:ObjectMeta spec+:ReplicaSetSpec
StatefulSetUpdateStrategy: type~
StatefulSetPersistentVolumeClaimRetentionPolicy: whenDeleted~ whenScaled~
StatefulSetSpec: selector:LabelSelector template+:PodTemplateSpec
  volumeClaimTemplates~[PersistentVolumeClaim] podManagementPolicy~
  updateStrategy+:StatefulSetUpdateStrategy minReadySeconds~
  persistentVolumeClaimRetentionPolicy:StatefulSetPersistentVolumeClaimRetentionPolicy
StatefulSet: metadata+:ObjectMeta spec+:StatefulSetSpec
DaemonSetUpdateStrategy: type~
DaemonSetSpec: selector:LabelSelector template+:PodTemplateSpec updateStrategy+:DaemonSetUpdateStrategy
  minReadySeconds~
DaemonSet: metadata+:ObjectMeta spec+:DaemonSetSpec
`;
