/** What an environment has that says nothing of AWS and hosts. */
export const noAws = {
  aws: { profile: undefined, region: undefined, accountId: undefined },
  hosts: new Map(),
};
