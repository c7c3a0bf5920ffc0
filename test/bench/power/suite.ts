import { ownVersion } from '../contenders/find-contenders.js';
import { powerPart } from '../report/power/part.js';
import type { Suite } from '../suite.js';
import { measurePower } from './measure-power.js';

/** `npm run bench -- power` */
export const powerSuite: Suite = async ({ quick, capMs }, run, scratch) => {
  const scale = quick ? { sizes: [5], longest: 10 } : { sizes: [5, 200], longest: 40 };
  const nights = await measurePower(scale, { scratch, capMs });
  const present = [{ name: 'exops', version: await ownVersion() }];
  return powerPart(present, { ...scale, nights }, run);
};
