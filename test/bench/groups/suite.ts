import { groupsPart } from '../report/groups/part.js';
import type { Suite } from '../suite.js';
import { lagContenders } from './contenders.js';
import { measureGroups } from './measure-groups.js';

/** `npm run bench -- groups` */
export const groupsSuite: Suite = async ({ quick, capMs }, run, scratch) => {
  const contenders = await lagContenders(scratch);
  const plan = [
    { belowMs: 1_000, runs: quick ? 3 : 11 },
    { belowMs: 10_000, runs: 3 },
  ];
  const scale = { counts: quick ? [50] : [50, 500], topics: 20, plan, capMs };
  const results = await measureGroups(contenders.present, scale, scratch);
  return groupsPart(contenders, results, run);
};
