/**
 * Whether a broker's host is named for a cluster: `b-1.liquibookmsk.a1b2c3.c2.kafka.…` is one of `liquibook-msk`. Its label has
 * small letters and digits alone, and is cut where the name is long.
 * https://docs.aws.amazon.com/msk/latest/developerguide/msk-get-bootstrap-brokers.html
 */
export function isNamedFor(host: string, clusterName: string): boolean {
  const label = plain(host.split('.')[1] ?? '');
  return label !== '' && plain(clusterName).startsWith(label);
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
