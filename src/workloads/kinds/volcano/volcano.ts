export const volcano = 'Volcano';
export const volcanoGroups = ['batch.volcano.sh'];
export const volcanoAccounts = ['volcano-controllers'];
