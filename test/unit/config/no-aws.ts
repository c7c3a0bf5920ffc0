/** What an environment has that says nothing of AWS, hosts and what sleeps. */
export const noAws = {
  aws: { profile: undefined, region: undefined, accountId: undefined },
  hosts: new Map(),
  sleep: [],
  prices: new Map(),
};
