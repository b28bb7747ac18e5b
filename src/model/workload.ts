/** The object a finding is about. For something that is no workload (a Secret, a RoleBinding) it names that object. */
export interface Workload {
  readonly cluster: string;
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
}
