import type { IngressRule, SecurityGroup } from '../../aws/contract/network.js';
import { openingsFor } from '../aws/admits.js';

/** Whether a group lets exactly this source in already; a block that holds the wanted one isn't looked for. */
export function admits(group: Pick<SecurityGroup, 'id' | 'inbound'>, { port, source }: IngressRule): boolean {
  return openingsFor([group], port).some(({ peer }) => peer === sourceText(source));
}

/** `sg-0bas…` or `10.0.12.31/32` */
export function sourceText(source: IngressRule['source']): string {
  return 'block' in source ? source.block : source.groupId;
}
