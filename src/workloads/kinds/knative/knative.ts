export const serving = 'Knative Serving';
export const eventing = 'Knative Eventing';
export const servingGroups = ['serving.knative.dev'];
/** Controllers in knative-serving and knative-eventing. */
export const servingAccounts = ['controller'];
export const eventingAccounts = ['eventing-controller'];
