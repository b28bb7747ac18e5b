/** A pod spec and what it is made of. The notation is that of `schema.ts`. */
export const podTypes = `
LocalObjectReference=: name~
ObjectFieldSelector=: apiVersion~
ResourceFieldSelector=: containerName~
LabelSelectorRequirement: values~[]
LabelSelector=: matchLabels~{} matchExpressions~[LabelSelectorRequirement]
ContainerPort: name~ hostPort~ protocol~ hostIP~
ConfigMapEnvSource: name~
SecretEnvSource: name~
EnvFromSource: prefix~ configMapRef:ConfigMapEnvSource secretRef:SecretEnvSource
ConfigMapKeySelector=: name~
SecretKeySelector=: name~
FileKeySelector=:
EnvVarSource: fieldRef:ObjectFieldSelector resourceFieldRef:ResourceFieldSelector
  configMapKeyRef:ConfigMapKeySelector secretKeyRef:SecretKeySelector fileKeyRef:FileKeySelector
EnvVar: value~ valueFrom:EnvVarSource
ResourceClaim: request~
ResourceRequirements: limits~{} requests~{} claims~[ResourceClaim]/name
ContainerRestartRuleOnExitCodes: operator~ values~[]/*
ContainerRestartRule: action~ exitCodes:ContainerRestartRuleOnExitCodes
VolumeMount: readOnly~ subPath~ subPathExpr~ bindMountOptions~[]/*
ExecAction: command~[]
HTTPGetAction: path~ host~ scheme~ httpHeaders~[]
TCPSocketAction: host~
Probe: exec:ExecAction httpGet:HTTPGetAction tcpSocket:TCPSocketAction initialDelaySeconds~
  timeoutSeconds~ periodSeconds~ successThreshold~ failureThreshold~
LifecycleHandler: exec:ExecAction httpGet:HTTPGetAction tcpSocket:TCPSocketAction
Lifecycle: postStart:LifecycleHandler preStop:LifecycleHandler
Capabilities: add~[] drop~[]
SELinuxOptions: user~ role~ type~ level~
SecurityContext: capabilities:Capabilities seLinuxOptions:SELinuxOptions
Container: image~ command~[] args~[] workingDir~
  ports~[ContainerPort]containerPort/containerPort,protocol envFrom~[EnvFromSource]
  env~[EnvVar]name/name resources+:ResourceRequirements resizePolicy~[]
  restartPolicyRules~[ContainerRestartRule] volumeMounts~[VolumeMount]mountPath/mountPath
  volumeDevices~[]devicePath/devicePath livenessProbe:Probe readinessProbe:Probe startupProbe:Probe
  lifecycle:Lifecycle terminationMessagePath~ terminationMessagePolicy~ imagePullPolicy~
  securityContext:SecurityContext stdin~ stdinOnce~ tty~
EphemeralContainer: image~ command~[] args~[] workingDir~
  ports~[ContainerPort]containerPort/containerPort,protocol envFrom~[EnvFromSource]
  env~[EnvVar]name/name resources+:ResourceRequirements resizePolicy~[]
  restartPolicyRules~[ContainerRestartRule] volumeMounts~[VolumeMount]mountPath/mountPath
  volumeDevices~[]devicePath/devicePath livenessProbe:Probe readinessProbe:Probe startupProbe:Probe
  lifecycle:Lifecycle terminationMessagePath~ terminationMessagePolicy~ imagePullPolicy~
  securityContext:SecurityContext stdin~ stdinOnce~ tty~ targetContainerName~
PodSecurityContext: seLinuxOptions:SELinuxOptions supplementalGroups~[] sysctls~[]
NodeSelectorRequirement: values~[]
NodeSelectorTerm=: matchExpressions~[NodeSelectorRequirement] matchFields~[NodeSelectorRequirement]
NodeSelector=: nodeSelectorTerms[NodeSelectorTerm]
PreferredSchedulingTerm: preference+:NodeSelectorTerm
NodeAffinity: requiredDuringSchedulingIgnoredDuringExecution:NodeSelector
  preferredDuringSchedulingIgnoredDuringExecution~[PreferredSchedulingTerm]
PodAffinityTerm: labelSelector:LabelSelector namespaces~[] namespaceSelector:LabelSelector
  matchLabelKeys~[] mismatchLabelKeys~[]
WeightedPodAffinityTerm: podAffinityTerm+:PodAffinityTerm
PodAffinity: requiredDuringSchedulingIgnoredDuringExecution~[PodAffinityTerm]
  preferredDuringSchedulingIgnoredDuringExecution~[WeightedPodAffinityTerm]
PodAntiAffinity: requiredDuringSchedulingIgnoredDuringExecution~[PodAffinityTerm]
  preferredDuringSchedulingIgnoredDuringExecution~[WeightedPodAffinityTerm]
Affinity: nodeAffinity:NodeAffinity podAffinity:PodAffinity podAntiAffinity:PodAntiAffinity
Toleration: key~ operator~ value~ effect~
HostAlias: hostnames~[]
PodDNSConfigOption: name~
PodDNSConfig: nameservers~[] searches~[] options~[PodDNSConfigOption]
TopologySpreadConstraint: labelSelector:LabelSelector matchLabelKeys~[]
EvictionResponder=:
PodSpec: volumes~[Volume]name/name initContainers~[Container]name/name containers[Container]name/name
  ephemeralContainers~[EphemeralContainer]name/name restartPolicy~ dnsPolicy~ nodeSelector~{}=
  serviceAccountName~ serviceAccount~ nodeName~ hostNetwork~ hostPID~ hostIPC~
  securityContext:PodSecurityContext imagePullSecrets~[LocalObjectReference]name/name hostname~
  subdomain~ affinity:Affinity schedulerName~ tolerations~[Toleration] hostAliases~[HostAlias]ip/ip
  priorityClassName~ dnsConfig:PodDNSConfig readinessGates~[] overhead~{}
  topologySpreadConstraints~[TopologySpreadConstraint]topologyKey/topologyKey,whenUnsatisfiable
  schedulingGates~[]name/name resourceClaims~[]name/name resources:ResourceRequirements
  evictionResponders~[EvictionResponder]name/name
`;
