import type { IngressRule, SecurityGroup, SecurityRule } from '../../aws/contract/network.js';

/** Whether a group lets exactly this source in already; a block that holds the wanted one isn't looked for. */
export function admits({ inbound }: Pick<SecurityGroup, 'inbound'>, { port, source }: IngressRule): boolean {
  return inbound.some((rule) => isOfPort(rule, port) && isFrom(rule, source));
}

function isOfPort({ protocol, ports }: SecurityRule, port: number): boolean {
  const isTcp = ['tcp', '6', '-1'].includes(protocol);
  return isTcp && (ports === undefined || (ports.from <= port && port <= ports.to));
}

function isFrom({ blocks, groupIds }: SecurityRule, source: IngressRule['source']): boolean {
  return 'block' in source ? blocks.includes(source.block) : groupIds.includes(source.groupId);
}

/** `sg-0bas…` or `10.0.12.31/32` */
export function sourceText(source: IngressRule['source']): string {
  return 'block' in source ? source.block : source.groupId;
}
