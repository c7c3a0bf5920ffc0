import type { Context } from '../../context.js';
import type { GivenHosts } from '../../lib/config/environment.js';
import { type ExitCode, exitCodes, UsageError } from '../../lib/errors.js';
import { readInstanceArgument } from '../../lib/hosts/find/instance-argument.js';
import { defaultUser } from '../../lib/hosts/host-settings.js';
import { type ProxyFiles, proxyFiles } from '../../lib/hosts/proxy/proxy-files.js';
import { sshConfigText } from '../../lib/hosts/proxy/ssh-config-text.js';
import type { HostOptions } from '../flags.js';
import { openEnvironment } from '../open-environment.js';
import { checkUser } from '../reach-host.js';

/** Reaches nothing: where the hosts are is looked up when ssh asks for the way. */
export async function printSshConfig(
  context: Context,
  options: HostOptions & { readonly host: string | undefined },
): Promise<ExitCode> {
  const { terminal } = context;
  if (options.user !== undefined) checkUser(options.user);
  let known: GivenHosts['hosts'] = new Map();
  const { environment } = await openEnvironment(context, options, {
    kind: 'hosts',
    choose: ({ hosts }) => {
      known = hosts;
      return [];
    },
  });
  const names = options.host === undefined ? [...known.keys()] : [options.host];
  if (names.length === 0)
    throw new UsageError('No host is named, and the environment has none.', {
      hint: 'Name an instance id or a Name tag, or write hosts: into exops.yaml.',
    });
  const { name: environmentName, configFile } = environment;
  // Two environments may both have a host of one name; the plain name is the usual one's.
  const isUsual = options.env === undefined && !context.env['EXOPS_ENV'];
  const hosts = names.map((name) => {
    if (!known.has(name)) checkName(name);
    const user = options.user ?? known.get(name)?.user?.value ?? defaultUser;
    const files = escaped(proxyFiles(context, environmentName, name, '%r'));
    const alias = environmentName === undefined ? name : `${name}.${environmentName}`;
    return {
      aliases: [alias, ...(isUsual && alias !== name ? [name] : [])] as [string, ...string[]],
      user,
      command: [
        ...stateWords(context),
        ...['exops', 'connect', '--stdio', '--user', '%r'],
        ...(configFile === undefined ? [] : ['--config', configFile]),
        ...(environmentName === undefined ? [] : ['--env', environmentName]),
        ...given('--profile', options.profile ?? context.env['EXOPS_PROFILE']),
        ...given('--region', options.region ?? context.env['EXOPS_REGION']),
        ...given('--route', options.route),
        name,
      ],
      ...files,
    };
  });
  terminal.out.write(sshConfigText(hosts));
  return exitCodes.ok;
}

/** What can be typed after `ssh` without being a pattern. */
function checkName(name: string): void {
  readInstanceArgument(name, new Map());
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name))
    throw new UsageError(`ssh can't call a host ${JSON.stringify(name)}.`, {
      hint: 'Give it a name of your own under hosts: in exops.yaml, or name it by its instance id.',
    });
}

/** ssh may be started where this variable isn't set, and must look into the same folder. */
function stateWords({ env }: Context): readonly string[] {
  const folder = env['EXOPS_STATE_DIR'];
  return folder ? ['env', `EXOPS_STATE_DIR=${folder}`] : [];
}

function given(flag: string, value: string | undefined): readonly string[] {
  return value === undefined || value === '' ? [] : [flag, value];
}

/** ssh replaces tokens in these paths; only the user's, at the end, is meant to be one. */
function escaped({ knownHosts, agent }: ProxyFiles): ProxyFiles {
  const plain = agent.slice(0, -'%r'.length);
  return { knownHosts: knownHosts.replaceAll('%', '%%'), agent: `${plain.replaceAll('%', '%%')}%r` };
}
