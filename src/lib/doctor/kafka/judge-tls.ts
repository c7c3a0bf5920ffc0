import { formatAddress } from '../../kafka/address.js';
import type { CertificateFacts, TlsAnswer } from '../../kafka/probe-handshake.js';
import { countOf } from '../../terminal/plural.js';
import { printable } from '../../terminal/printable.js';
import type { Finding, Outcome } from '../model.js';
import { skipped } from '../step.js';
import { someNames, someOf } from './some-of.js';
import type { AskedForTls, SecuredBroker } from './tls-step.js';

export interface TlsPlace {
  /** What the certificate has to be for, where that isn't the broker's own name. */
  readonly serverName: string | undefined;
  readonly gaveCertificate: boolean;
  readonly isClusterOfFile: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const day = 86_400_000;
const soonDays = 30;

export function judgeTls(asked: readonly AskedForTls[], place: TlsPlace): Outcome<readonly SecuredBroker[]> {
  const value = asked.flatMap(({ address, answer }) => {
    if (answer.kind === 'trusted') return [{ address, overTls: true }];
    return answer.kind === 'no tls' ? [{ address, overTls: false }] : [];
  });
  if (asked.every(({ answer }) => answer.kind === 'no tls')) return skipped('no TLS answers there', value);
  const findings = alike(asked.filter(({ answer }) => answer.kind !== 'no tls')).map((these) =>
    judged(these, place),
  );
  return { findings, ...(value.length === 0 ? {} : { value }) };
}

/** Brokers that answer the same are told of together: on MSK they share one certificate. */
function alike(asked: readonly AskedForTls[]): readonly (readonly AskedForTls[])[] {
  const groups = new Map<string, AskedForTls[]>();
  for (const one of asked) {
    const key = JSON.stringify(one.answer);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}

function judged(these: readonly AskedForTls[], place: TlsPlace): Finding {
  const where = someOf(these.map(({ address }) => address));
  const answer: TlsAnswer | undefined = these[0]?.answer;
  switch (answer?.kind) {
    case 'trusted':
      return trusted(where, answer.certificate, place.now);
    case 'untrusted':
      return untrusted(where, answer, place, these);
    default:
      return refused(where, answer?.kind === 'refused' ? answer.alert : '', place);
  }
}

function trusted(where: string, certificate: CertificateFacts, now: number): Finding {
  const days = Math.ceil((certificate.validTo - now) / day);
  const saw = `${where}: certificate for ${someNames(certificate.names)}, ends ${dateOf(certificate.validTo)}`;
  if (days >= soonDays) return { verdict: 'ok', saw };
  return {
    ...{ verdict: 'warning', saw: `${saw}, in ${countOf(days, 'day')}`, problem: 'certificate-ends-soon' },
    next: ['Have it renewed before then; on MSK AWS does that by itself.'],
  };
}

/** The next line where the authority that signed it isn't known here. */
const giveAuthority = {
  file: ['Give the authority as a PEM file. In exops.yaml, under auth:', 'ca: ./ca.pem'],
  flags: ['Give the authority as a PEM file, with the flag:', '--ca FILE'],
};

function untrusted(
  where: string,
  { code, certificate }: Extract<TlsAnswer, { kind: 'untrusted' }>,
  { serverName, isClusterOfFile, now }: TlsPlace,
  these: readonly AskedForTls[],
): Finding {
  const names = someNames(certificate.names) || 'no name';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    const [first] = certificate.names;
    const wanted = serverName ?? these[0]?.address.host ?? '';
    return {
      verdict: 'broken',
      saw: `${where}: the certificate is for ${names} and not for ${printable(wanted)}`,
      problem: 'certificate-other-name',
      next: [
        'Reach the brokers by the name of the certificate; a tunnel or an address of your own may be in between.',
        ...(first === undefined
          ? []
          : [
              'Or name it in exops.yaml, under auth:',
              `serverName: ${printable(first.replace(/^\*\./, 'b-1.'))}`,
            ]),
      ],
    };
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID')
    return {
      verdict: 'broken',
      saw:
        code === 'CERT_HAS_EXPIRED'
          ? `${where}: the certificate for ${names} ended on ${dateOf(certificate.validTo)}`
          : `${where}: the certificate for ${names} begins on ${dateOf(certificate.validFrom)}`,
      problem: 'certificate-out-of-date',
      next: [
        `Look at the clock of this machine, which shows ${dateOf(now)}; if it is right, the broker needs a new certificate.`,
        ...these
          .slice(0, 1)
          .map(({ address }) => `openssl s_client -connect ${formatAddress(address)} </dev/null`),
      ],
    };
  const signer = certificate.issuer === '' ? '' : ` by ${printable(certificate.issuer)}`;
  return {
    verdict: 'broken',
    saw: `${where}: the certificate is signed${signer}, which isn't trusted here (${printable(code)})`,
    problem: 'certificate-untrusted',
    next: isClusterOfFile ? giveAuthority.file : giveAuthority.flags,
  };
}

function refused(where: string, alert: string, { gaveCertificate, isClusterOfFile }: TlsPlace): Finding {
  if (gaveCertificate)
    return {
      ...{ verdict: 'broken', access: true, problem: 'client-certificate-refused' },
      saw: `${where}: our certificate is refused (${printable(alert)})`,
      next: [
        'Take one that an authority of the cluster has signed: auth.certificate and auth.key in exops.yaml.',
      ],
    };
  return {
    ...{ verdict: 'broken', access: true, problem: 'client-certificate-missing' },
    saw: `${where}: a client certificate is wanted, and none was given (${printable(alert)})`,
    next: isClusterOfFile
      ? ['In exops.yaml, under auth:', 'certificate: ./client.pem', 'key: ./client.key']
      : ['With the flags:', '--cert FILE --key FILE'],
  };
}

function dateOf(moment: number): string {
  return Number.isNaN(moment) ? 'an unknown day' : new Date(moment).toISOString().slice(0, 10);
}
