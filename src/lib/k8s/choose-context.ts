import { resolve } from 'node:path';
import { UsageError } from '../errors.js';
import { printable } from '../terminal/printable.js';
import { didYouMean } from '../yaml/nearest.js';
import { type Fields, isText, type Kubeconfig, type KubeconfigEntry } from './kubeconfig-files.js';

/** A context with the cluster and the user it names, as a kubeconfig writes them; their paths are absolute. */
export interface ChosenContext {
  readonly name: string;
  /** An http or https URL as in the kubeconfig, without a slash at the end. */
  readonly server: string;
  readonly namespace: string | undefined;
  readonly cluster: Fields;
  readonly userName: string;
  readonly user: Fields;
}

/** @throws UsageError with the known contexts */
export function chooseContext(config: Kubeconfig, given: string | undefined): ChosenContext {
  const name = given ?? config.currentContext;
  if (name === undefined)
    throw new UsageError(`${config.name} names no current context.`, {
      hint: `Choose one: kubernetes: { context: … } in exops.yaml, or --context NAME.\n${sayContexts(config)}`,
    });
  const context = config.contexts.get(name)?.fields;
  if (context === undefined) {
    const meant = didYouMean(name, [...config.contexts.keys()].map(printable));
    throw new UsageError(`There is no context ${quoted(name)} in ${config.name}${meant}.`, {
      hint: sayContexts(config),
    });
  }
  const cluster = part(config, name, context, 'cluster');
  const user = context['user'] === undefined ? undefined : part(config, name, context, 'user');
  return {
    name,
    server: serverOf(name, cluster.entry),
    namespace: isText(context['namespace']) ? context['namespace'] : undefined,
    cluster: withPaths(cluster.entry, clusterPaths),
    userName: user?.name ?? '',
    user: user === undefined ? {} : withPaths(user.entry, userPaths),
  };
}

function part(config: Kubeconfig, context: string, fields: Fields, kind: 'cluster' | 'user') {
  const name = fields[kind];
  if (!isText(name)) throw new UsageError(`The context ${quoted(context)} names no ${kind}.`);
  const entry = (kind === 'cluster' ? config.clusters : config.users).get(name);
  if (entry !== undefined) return { name, entry };
  const names = `The context ${quoted(context)} names the ${kind} ${quoted(name)}`;
  throw new UsageError(`${names}, which isn't in ${config.name}.`);
}

function serverOf(context: string, { fields }: KubeconfigEntry): string {
  const { server } = fields;
  const url = isText(server) && URL.canParse(server) ? new URL(server) : undefined;
  const cluster = `The cluster of the context ${quoted(context)}`;
  if (!isText(server) || url === undefined || !/^https?:$/.test(url.protocol))
    throw new UsageError(`${cluster} has no server, or one that isn't a URL.`);
  if (url.username !== '' || url.password !== '')
    throw new UsageError(`${cluster} has a server with a name or a password in it; they belong to the user.`);
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    throw new UsageError(`${cluster} is reached without TLS: everybody on the way could read the secrets.`, {
      hint: `Give it an https:// server; http:// is for this machine only, as with kubectl proxy.`,
    });
  return server.replace(/\/+$/, '');
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host);
}

const clusterPaths = ['certificate-authority'];
const userPaths = ['client-certificate', 'client-key', 'tokenFile'];

function withPaths({ fields, folder }: KubeconfigEntry, paths: readonly string[]): Fields {
  const absolute = paths.flatMap((path) => {
    const value = fields[path];
    return isText(value) ? [[path, resolve(folder, value)]] : [];
  });
  return { ...fields, ...Object.fromEntries(absolute), ...commandOf(fields, folder) };
}

/** A command with a slash is a path like the others; one without is looked for in PATH. */
function commandOf({ exec }: Fields, folder: string): Fields {
  if (!(exec instanceof Object)) return {};
  const { command } = exec as Fields;
  return isText(command) && command.includes('/')
    ? { exec: { ...exec, command: resolve(folder, command) } }
    : {};
}

const shownContexts = 20;

function sayContexts({ contexts }: Kubeconfig): string {
  const names = [...contexts.keys()].map(printable);
  if (names.length === 0) return 'It has no contexts. On EKS: aws eks update-kubeconfig --name CLUSTER';
  const more = names.length > shownContexts ? `, and ${names.length - shownContexts} more` : '';
  return `Known contexts: ${names.slice(0, shownContexts).join(', ')}${more}.`;
}

function quoted(name: string): string {
  return `"${printable(name)}"`;
}
