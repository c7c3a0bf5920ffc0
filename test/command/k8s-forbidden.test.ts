import { expect, test } from 'vitest';
import { folderWith, run } from '../run.js';
import { kubeconfigText } from '../unit/k8s/opened.js';
import { type Received, serve, status } from '../unit/k8s/scripted-server.js';

const file = `version: 1
environments:
  dev:
    kubernetes:
      bootstrap: [{ secret: app, key: KAFKA_BOOTSTRAP_SERVERS }]
      secrets: { db: { PASSWORD: hunter2 } }
`;

/** `/api/v1/namespaces/dev/secrets/db` */
const pathWords = /^\/api(?:s\/([^/]+))?\/v\d+(?:\/namespaces\/([^/]+))?\/([^/]+)/;

/** Refuses what was asked for in an API server's own words. */
function forbidden({ method, path }: Received) {
  const [, group = '', namespace, resource] = pathWords.exec(path) ?? [];
  const verb = method === 'POST' ? 'create' : 'get';
  const where = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const what = `cannot ${verb} resource "${resource}" in API group "${group}" ${where}`;
  return status(403, 'Forbidden', `it is forbidden: User "kim" ${what}`);
}

/** What a user without any right sees; `namespaces` are looked at, and not there, where that is allowed. */
async function asNobody(line: string, { maySeeNamespaces = false } = {}) {
  const server = await serve((request) => {
    if (request.path.endsWith('/selfsubjectaccessreviews')) return { body: { status: { allowed: false } } };
    const isLook = request.method === 'GET' && /^\/api\/v1\/namespaces\/[^/]+$/.test(request.path);
    if (isLook && maySeeNamespaces) return status(404, 'NotFound', 'namespaces not found');
    return isLook ? forbidden({ ...request, path: `${request.path}/namespaces` }) : forbidden(request);
  });
  const cwd = await folderWith({ kubeconfig: kubeconfigText(server.url), 'ops files/exops.yaml': file });
  const env = { KUBECONFIG: `${cwd}/kubeconfig` };
  return { ...(await run(line, { cwd, env })), run: (next: string) => run(next, { cwd, env }) };
}

/** The Role that a proposed command prints, when it is typed as it is shown. */
async function roleBy(
  { run: again }: Awaited<ReturnType<typeof asNobody>>,
  command: string,
): Promise<{ readonly namespace: string; readonly secrets: readonly string[] }> {
  const { stdout, stderr } = await again(`${command.replace(/^exops /, '').replaceAll("'", '"')} -o json`);
  expect(stderr).toBe('');
  const [{ metadata, rules }] = JSON.parse(stdout).items;
  return { namespace: metadata.namespace, secrets: rules[0].resourceNames };
}

test('without any file, the command that is proposed prints the Role for the same secrets', async () => {
  const result = await asNobody('k8s status --secret orders --secret billing --key BROKERS');
  const command = 'exops k8s rbac --namespace exchange-dev --secret orders --secret billing';
  expect(result).toMatchObject({ code: 4, stdout: '' });
  expect(result.stderr).toContain(`\n  The Role that exops needs: ${command}\n`);
  expect(await roleBy(result, command)).toEqual({
    namespace: 'exchange-dev',
    secrets: ['orders', 'billing'],
  });
});

test.each(['--servers 10.0.12.31:9092 --no-probe', '--undo'])(
  'a change of bootstrap servers that is refused proposes it, too (%s)',
  async (flags) => {
    const result = await asNobody(`k8s patch-bootstrap --namespace prod --secret orders ${flags} -o json`);
    expect(result.code).toBe(4);
    const [{ reason }] = JSON.parse(result.stdout).plan.refusals;
    const [, command = ''] =
      /namespace does not exist\. (exops .*) prints the Role that it takes$/.exec(reason) ?? [];
    expect(command).toBe('exops k8s rbac --namespace prod --secret orders');
    expect(await roleBy(result, command)).toEqual({ namespace: 'prod', secrets: ['orders'] });
  },
);

const sync = 'k8s sync-secrets --config "ops files/exops.yaml" --env dev --yes -o json';
const rbac = "exops k8s rbac --env dev --config 'ops files/exops.yaml' --namespace";
const refusalsOf = ({ stdout }: { readonly stdout: string }) =>
  JSON.parse(stdout).plan.refusals as { readonly kind: string; readonly reason: string }[];

test('it leads to the same file and environment, and the namespace that only the kubeconfig names', async () => {
  const result = await asNobody(sync);
  expect(refusalsOf(result)).toMatchObject([
    { reason: expect.stringMatching(/or the namespace does not exist\. exops/) },
  ]);
  expect(refusalsOf(result)[0]?.reason).toContain(`${rbac} exchange-dev prints the Role that it takes`);
  expect(await roleBy(result, `${rbac} exchange-dev`)).toEqual({
    namespace: 'exchange-dev',
    secrets: ['app', 'db'],
  });
});

test('for a namespace that is to be made, an admin comes first', async () => {
  const result = await asNobody(`${sync} --namespace fresh --create-namespace`);
  expect(result.code).toBe(4);
  expect(refusalsOf(result)).toMatchObject([
    {
      kind: 'secret',
      reason: `Can't read the secret db in the namespace fresh: the user kim may not get secrets in the namespace fresh, or the namespace does not exist. If it doesn't, an admin makes it first: no Role can give the rights that --create-namespace takes. ${rbac} fresh prints the Role to apply then`,
    },
  ]);
});

test('and makes it, where it is known not to be there', async () => {
  const result = await asNobody(`${sync} --namespace fresh --create-namespace`, { maySeeNamespaces: true });
  expect(result.code).toBe(4);
  expect(refusalsOf(result)[0]).toMatchObject({
    kind: 'namespace',
    reason:
      "Can't create the namespace fresh: the user kim may not create namespaces in the whole cluster. An admin makes it: no Role can give that right",
  });
});
