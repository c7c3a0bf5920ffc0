/** What a verb of `msk` says about its argument. */
export const clusterArgument = "name or ARN; else the environment's cluster";
