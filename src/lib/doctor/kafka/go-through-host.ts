/** What makes a host of the network the way in: lines of `next`. */
export function goThroughHost(isClusterOfFile: boolean): readonly string[] {
  return isClusterOfFile
    ? ['In exops.yaml, under cluster, with the name of a host of hosts:', 'via: bastion']
    : ['With the flag, and the id of a host there:', '--via i-0123456789abcdef0'];
}
