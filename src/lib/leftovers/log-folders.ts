/**
 * Where AWS services put the log groups of what they run, each with the name of that behind it:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-and-resource-policy.html
 */
const logFolders: readonly string[] = [
  '/aws/apigateway/',
  '/aws/codebuild/',
  '/aws/containerinsights/',
  '/aws/ecs/containerinsights/',
  '/aws/ecs/',
  '/aws/eks/',
  '/aws/lambda/',
  '/aws/msk/',
  '/aws/rds/cluster/',
  '/aws/rds/instance/',
  '/aws/vendedlogs/',
  '/aws/vpc/',
];

/** What log groups may be called whose name begins so: a name with a slash in front is whole already. */
export function logGroupPrefixes(prefix: string): readonly string[] {
  if (prefix.startsWith('/')) return [prefix];
  return [prefix, ...logFolders.map((folder) => `${folder}${prefix}`)];
}

/** A log group's name, and that without the folder of the service. */
export function namesOfLogGroup(name: string): readonly string[] {
  const folders = logFolders.filter((folder) => name.startsWith(folder));
  return [name, ...folders.map((folder) => name.slice(folder.length))];
}

/** Whether what begins so is all that a service, or all of AWS, has logged. */
export function isLogFolder(prefix: string): boolean {
  return logFolders.some((folder) => folder.startsWith(prefix));
}
