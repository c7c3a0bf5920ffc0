import type { Context } from '../../context.js';
import { rightsNeeded } from '../../lib/bootstrap/rights-needed.js';
import { type RoleSubject, roleOf } from '../../lib/bootstrap/role.js';
import type { Environment } from '../../lib/config/environment.js';
import { namespacePattern, objectNamePattern } from '../../lib/config/kubernetes-names.js';
import { type ExitCode, exitCodes, UsageError } from '../../lib/errors.js';
import { yamlText } from '../../lib/terminal/yaml-text.js';
import { openEnvironment } from '../open-environment.js';
import { refuseMisnamed } from './named-secrets.js';
import type { RbacOptions } from './rbac.js';

/** Nothing is reached for it, so that whoever has no rights yet can ask for them. */
export async function printRole(context: Context, options: RbacOptions): Promise<ExitCode> {
  const subject = subjectOf(options);
  refuseMisnamed(options);
  const { environment } = await openEnvironment(context, options, {
    kind: 'kubernetes',
    offline: true,
  });
  const { namespace, bootstrap = [], secretNames = [] } = environment.kubernetes ?? {};
  const secrets = options.secret ?? [...bootstrap.map(({ secret }) => secret), ...secretNames];
  if (secrets.length === 0) throw noSecrets(environment);
  if (namespace === undefined)
    throw new UsageError('No namespace is named, and a Role belongs to one.', {
      hint: 'Give --namespace, or write kubernetes: { namespace: … } into exops.yaml.',
    });
  const rights = rightsNeeded(secrets, { creates: secrets.some((name) => secretNames.includes(name)) });
  const documents = roleOf(rights, { namespace, subject });
  const { out } = context.terminal;
  if (options.output === 'yaml') out.write(documents.map((document) => yamlText(document)).join('---\n'));
  else out.line(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: documents }, null, 2));
  return exitCodes.ok;
}

function noSecrets({ name }: Environment): UsageError {
  const where = name === undefined ? 'There is no exops.yaml, and so' : `The environment ${name} has`;
  return new UsageError(`${where} no secrets to give rights to.`, {
    hint: 'Give --secret NAME, or write kubernetes: { bootstrap: [{ secret: NAME, key: KEY }] } into exops.yaml.',
  });
}

const apiGroup = 'rbac.authorization.k8s.io';

function subjectOf({ user, group, serviceAccount }: RbacOptions): RoleSubject | undefined {
  if (user !== undefined) return { kind: 'User', apiGroup, name: named('--user', user) };
  if (group !== undefined) return { kind: 'Group', apiGroup, name: named('--group', group) };
  if (serviceAccount === undefined) return undefined;
  const [namespace = '', name = '', ...others] = serviceAccount.split('/');
  if (others.length > 0 || !namespacePattern.test(namespace) || !objectNamePattern.test(name))
    throw new UsageError(
      `--service-account: expected NAMESPACE/NAME, got ${JSON.stringify(serviceAccount)}.`,
    );
  return { kind: 'ServiceAccount', namespace, name };
}

function named(flag: string, name: string): string {
  if (name.trim() === '') throw new UsageError(`${flag} is empty.`);
  return name;
}
