import { type MskAccess, type MskAuth, mskAccesses, mskAuths } from '../aws/contract/msk.js';

/** How people say from where a listener is reached. */
export const accessWords: Readonly<Record<MskAccess, string>> = {
  private: "from the cluster's own network",
  public: 'from the internet',
  vpc: 'from other VPCs',
};

export const authWords: Readonly<Record<MskAuth, string>> = {
  iam: 'IAM',
  scram: 'SCRAM',
  tls: 'TLS',
  plaintext: 'plaintext',
};

/** `iam, scram (private) · iam (public)`: what is on, in the order in which the flags name it. */
export function listenersInWords(
  listeners: readonly { readonly auth: MskAuth; readonly access: MskAccess }[],
): string {
  const of = (access: MskAccess) =>
    mskAuths.filter((auth) => listeners.some((one) => one.access === access && one.auth === auth));
  return mskAccesses
    .flatMap((access) => (of(access).length === 0 ? [] : [`${of(access).join(', ')} (${access})`]))
    .join(' · ');
}
