import { getHeapSpaceStatistics } from 'node:v8';
import { newSigningKey } from '../../../src/lib/ssh/answer-agent.js';
import { newKeyPair } from '../../../src/lib/ssh/key-pair.js';

// A process for a test: it makes keys while garbage is collected, each time some bytes further on in the making.
const { gc } = globalThis;
if (gc === undefined) throw new Error('Run it with --expose-gc and a --max-semi-space-size of 1.');

const longestMaking = 10_240;
const stepBytes = 16;
export let garbage: unknown[] = [];

for (const make of [newKeyPair, () => newSigningKey().sign(Buffer.alloc(8))]) {
  make();
  for (let left = longestMaking; left > 0; left -= stepBytes) {
    gc({ type: 'minor' });
    for (const piece of [1000, 100, 1]) {
      while (youngRoom() > left + piece * 40) garbage = new Array(piece);
    }
    make();
  }
}

function youngRoom(): number {
  const young = getHeapSpaceStatistics().find((space) => space.space_name === 'new_space');
  return young?.space_available_size ?? 0;
}
