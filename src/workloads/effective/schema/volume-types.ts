/** Volumes and what they bring into a pod. The notation is that of `schema.ts`. */
export const volumeTypes = `
EmptyDirVolumeSource: medium~
GCEPersistentDiskVolumeSource: fsType~ partition~ readOnly~
AWSElasticBlockStoreVolumeSource: fsType~ partition~ readOnly~
GitRepoVolumeSource: revision~ directory~
SecretVolumeSource: secretName~ items~[]
NFSVolumeSource: readOnly~
ISCSIVolumeSource: iscsiInterface~ fsType~ readOnly~ portals~[] chapAuthDiscovery~ chapAuthSession~
  secretRef:LocalObjectReference
GlusterfsVolumeSource: readOnly~
PersistentVolumeClaimVolumeSource: readOnly~
RBDVolumeSource: monitors[] fsType~ pool~ user~ keyring~ secretRef:LocalObjectReference readOnly~
FlexVolumeSource: fsType~ secretRef:LocalObjectReference readOnly~ options~{}
CinderVolumeSource: fsType~ readOnly~ secretRef:LocalObjectReference
CephFSVolumeSource: monitors[] path~ user~ secretFile~ secretRef:LocalObjectReference readOnly~
FlockerVolumeSource: datasetName~ datasetUUID~
DownwardAPIVolumeFile: fieldRef:ObjectFieldSelector resourceFieldRef:ResourceFieldSelector
DownwardAPIVolumeSource: items~[DownwardAPIVolumeFile]
FCVolumeSource: targetWWNs~[] fsType~ readOnly~ wwids~[]
AzureFileVolumeSource: readOnly~
ConfigMapVolumeSource: name~ items~[]
VsphereVirtualDiskVolumeSource: fsType~ storagePolicyName~ storagePolicyID~
QuobyteVolumeSource: readOnly~ user~ group~ tenant~
PhotonPersistentDiskVolumeSource: fsType~
SecretProjection: name~ items~[]
DownwardAPIProjection: items~[DownwardAPIVolumeFile]
ConfigMapProjection: name~ items~[]
ServiceAccountTokenProjection: audience~
ClusterTrustBundleProjection: labelSelector:LabelSelector
PodCertificateProjection: signerName~ keyType~ credentialBundlePath~ keyPath~ certificateChainPath~
  userAnnotations~{}
VolumeProjection: secret:SecretProjection downwardAPI:DownwardAPIProjection
  configMap:ConfigMapProjection serviceAccountToken:ServiceAccountTokenProjection
  clusterTrustBundle:ClusterTrustBundleProjection podCertificate:PodCertificateProjection
ProjectedVolumeSource: sources[VolumeProjection]
PortworxVolumeSource: fsType~ readOnly~
ScaleIOVolumeSource: secretRef:LocalObjectReference sslEnabled~ protectionDomain~ storagePool~
  storageMode~ volumeName~ fsType~ readOnly~
StorageOSVolumeSource: volumeName~ volumeNamespace~ fsType~ readOnly~ secretRef:LocalObjectReference
CSIVolumeSource: volumeAttributes~{} nodePublishSecretRef:LocalObjectReference
VolumeResourceRequirements: limits~{} requests~{}
TypedLocalObjectReference=:
PersistentVolumeClaimSpec: accessModes~[] selector:LabelSelector resources+:VolumeResourceRequirements
  volumeName~ dataSource:TypedLocalObjectReference
PersistentVolumeClaimTemplate: metadata+:ObjectMeta spec+:PersistentVolumeClaimSpec
EphemeralVolumeSource: volumeClaimTemplate:PersistentVolumeClaimTemplate
ImageVolumeSource: reference~ pullPolicy~
Volume: emptyDir:EmptyDirVolumeSource gcePersistentDisk:GCEPersistentDiskVolumeSource
  awsElasticBlockStore:AWSElasticBlockStoreVolumeSource gitRepo:GitRepoVolumeSource
  secret:SecretVolumeSource nfs:NFSVolumeSource iscsi:ISCSIVolumeSource glusterfs:GlusterfsVolumeSource
  persistentVolumeClaim:PersistentVolumeClaimVolumeSource rbd:RBDVolumeSource
  flexVolume:FlexVolumeSource cinder:CinderVolumeSource cephfs:CephFSVolumeSource
  flocker:FlockerVolumeSource downwardAPI:DownwardAPIVolumeSource fc:FCVolumeSource
  azureFile:AzureFileVolumeSource configMap:ConfigMapVolumeSource
  vsphereVolume:VsphereVirtualDiskVolumeSource quobyte:QuobyteVolumeSource
  photonPersistentDisk:PhotonPersistentDiskVolumeSource projected:ProjectedVolumeSource
  portworxVolume:PortworxVolumeSource scaleIO:ScaleIOVolumeSource storageos:StorageOSVolumeSource
  csi:CSIVolumeSource ephemeral:EphemeralVolumeSource image:ImageVolumeSource
PersistentVolumeClaim: metadata+:ObjectMeta spec+:PersistentVolumeClaimSpec
`;
