export const sparkOperator = 'Spark Operator';
export const sparkGroups = ['sparkoperator.k8s.io'];
/** Of the Helm chart. */
export const sparkAccounts = ['spark-operator-controller', 'spark-operator'];
