import { createPrivateKey, randomBytes, sign } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KubernetesApi } from './api.js';
import { type Certificate, createAuthority, createClientCertificate } from './certificates.js';
import { tokenIssuer } from './control-plane.js';
import { type KubeconfigOptions, type KubeconfigUser, writeKubeconfig } from './kubeconfig.js';
import type { LabNamespace } from './namespace.js';

/** A rule of a Role: `{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }`. */
export interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly resourceNames?: readonly string[];
}

/** Users of one namespace. All methods return the path of a kubeconfig, whose context is `lab`. */
export interface NamespaceUsers {
  /** With a client certificate and just these rights here. To the server the user is `<name>-<namespace>`. */
  certificate(name: string, rules: readonly Rule[]): Promise<string>;
  /** A service account with a bearer token and just these rights here. */
  token(name: string, rules: readonly Rule[]): Promise<string>;
  /** A service account whose token was signed by the server and has expired. */
  expiredToken(name: string): Promise<string>;
  /** A bearer token that the server never gave. */
  invalidToken(): Promise<string>;
  /** A service account whose token comes from an exec plugin. */
  execPlugin(name: string, rules: readonly Rule[]): Promise<string>;
  /** An exec plugin that ends with 1 and these words on its standard error. */
  failingPlugin(words: string): Promise<string>;
  /** The admin, at a server whose certificate the kubeconfig's authority didn't sign. */
  wrongAuthority(): Promise<string>;
  /** The admin, by a kubeconfig that says something else than usual. */
  admin(options: Partial<Omit<KubeconfigOptions, 'user'>>): Promise<string>;
}

interface UsersContext {
  readonly server: string;
  readonly ca: Certificate;
  readonly pki: string;
  /** Where the files go. */
  readonly folder: string;
  readonly namespace: string;
  readonly api: KubernetesApi;
  readonly apply: LabNamespace['apply'];
}

export function namespaceUsers(context: UsersContext): NamespaceUsers {
  const { server, ca, pki, folder, namespace, api, apply } = context;
  const write = (user: KubeconfigUser, options: Partial<KubeconfigOptions> = {}): Promise<string> => {
    const file = join(folder, `${randomBytes(4).toString('hex')}.kubeconfig`);
    return writeKubeconfig(file, { server, ca: ca.cert, user, namespace, ...options });
  };
  const fileOf = (name: string): string => join(folder, `${name}-${randomBytes(4).toString('hex')}`);
  const adminUser = { 'client-certificate': join(pki, 'admin.pem'), 'client-key': join(pki, 'admin.key') };

  const allow = async (name: string, subject: object, rules: readonly Rule[]): Promise<void> => {
    const rbac = { apiVersion: 'rbac.authorization.k8s.io/v1', metadata: { name } };
    await apply({ ...rbac, kind: 'Role', rules });
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name };
    await apply({ ...rbac, kind: 'RoleBinding', roleRef, subjects: [subject] });
  };
  const account = async (name: string, rules: readonly Rule[]): Promise<string> => {
    await apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name } });
    await allow(name, { kind: 'ServiceAccount', name, namespace }, rules);
    const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`;
    const request = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} };
    const { status } = await api.call<{ status: { token: string } }>('POST', path, request);
    return status.token;
  };
  const plugin = async (script: string): Promise<string> => {
    const command = fileOf('plugin');
    await writeFile(command, `#!/bin/sh\n${script}\n`);
    await chmod(command, 0o755);
    const apiVersion = 'client.authentication.k8s.io/v1';
    return write({ exec: { apiVersion, command, interactiveMode: 'Never' } });
  };

  return {
    async certificate(name, rules) {
      const user = `${name}-${namespace}`;
      const { cert, key } = await createClientCertificate(folder, { user, group: 'developers' }, ca);
      await allow(name, { apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }, rules);
      return write({ 'client-certificate': cert, 'client-key': key });
    },
    token: async (name, rules) => write({ token: await account(name, rules) }),
    async expiredToken(name) {
      await account(name, []);
      return write({ token: await signedToken(join(pki, 'tokens.key'), { namespace, name, api }) });
    },
    invalidToken: () => write({ token: 'nobody-gave-this' }),
    async execPlugin(name, rules) {
      const token = await account(name, rules);
      const credential = {
        apiVersion: 'client.authentication.k8s.io/v1',
        kind: 'ExecCredential',
        status: { token },
      };
      return plugin(`cat <<'END'\n${JSON.stringify(credential)}\nEND`);
    },
    failingPlugin: (words) => plugin(`cat >&2 <<'END'\n${words}\nEND\nexit 1`),
    async wrongAuthority() {
      const { cert } = await createAuthority(folder);
      return write(adminUser, { ca: cert });
    },
    admin: (options) => write(adminUser, options),
  };
}

// As the server signs them, but for an hour that is over.
async function signedToken(
  keyFile: string,
  {
    namespace,
    name,
    api,
  }: { readonly namespace: string; readonly name: string; readonly api: KubernetesApi },
): Promise<string> {
  const path = `/api/v1/namespaces/${namespace}/serviceaccounts/${name}`;
  const { metadata } = await api.call<{ metadata: { uid: string } }>('GET', path);
  const now = Math.floor(Date.now() / 1_000);
  const claims = {
    ...{ iss: tokenIssuer, aud: [tokenIssuer], sub: `system:serviceaccount:${namespace}:${name}` },
    ...{ iat: now - 7_200, nbf: now - 7_200, exp: now - 3_600 },
    'kubernetes.io': { namespace, serviceaccount: { name, uid: metadata.uid } },
  };
  const parts = [{ alg: 'ES256', typ: 'JWT' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const key = createPrivateKey(await readFile(keyFile));
  const signature = sign('sha256', Buffer.from(parts.join('.')), { key, dsaEncoding: 'ieee-p1363' });
  return `${parts.join('.')}.${signature.toString('base64url')}`;
}
