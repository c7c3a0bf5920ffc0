import type { Lane } from './lane.js';
import type { LaneBatch } from './lane-batch.js';
import type { SendWindow } from './send-window.js';

/** Batches of different partitions. */
const mostInRequest = 32;

/** What a request takes: a batch of each lane that has one, as long as there is room on the line. */
export function takeBatches(lanes: readonly Lane[], window: SendWindow): ReadonlyMap<Lane, LaneBatch> {
  const taken = new Map<Lane, LaneBatch>();
  for (const lane of lanes) {
    const bytes = lane.nextBytes;
    if (bytes === undefined) continue;
    if (taken.size === mostInRequest || !window.hasRoom(bytes)) break;
    const batch = lane.next();
    if (batch === undefined) continue;
    taken.set(lane, batch);
    window.sent(batch.bytes.length);
  }
  return taken;
}
