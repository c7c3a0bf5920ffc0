import { inject } from 'vitest';
import { demand } from '../kubernetes/on-demand.js';
import { joinMsk, type MskLab, type MskLabAccess } from './msk-lab.js';

/** The MSK in miniature that all tests of a run share, which starts when it is first asked for. Topics, keys and ARNs are a test's own. */
export async function sharedMsk(): Promise<MskLab> {
  return joinMsk(await demand<MskLabAccess>(inject('msk')));
}
