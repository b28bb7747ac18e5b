export const kruise = 'OpenKruise';
export const kruiseGroups = ['apps.kruise.io'];
export const kruiseAccounts = ['kruise-manager'];
