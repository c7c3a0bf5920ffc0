import { ownVersion } from '../contenders/find-contenders.js';
import { doctorPart } from '../report/doctor/part.js';
import type { Suite } from '../suite.js';
import { measureDoctor } from './measure-doctor.js';

/** `npm run bench -- doctor` */
export const doctorSuite: Suite = async ({ quick, capMs }, run, scratch) => {
  const scale = { kafkaMs: 50, awsMs: 100, runs: quick ? 1 : 11 };
  const measured = await measureDoctor(scale, { scratch, capMs });
  const present = [{ name: 'exops', version: await ownVersion() }];
  return doctorPart(present, measured, run);
};
