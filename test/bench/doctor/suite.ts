import { readFile } from 'node:fs/promises';
import { doctorPart } from '../report/doctor/part.js';
import type { Suite } from '../suite.js';
import { measureDoctor } from './measure-doctor.js';

/** `npm run bench -- doctor` */
export const doctorSuite: Suite = async ({ quick, capMs }, run, scratch) => {
  const scale = { kafkaMs: 50, awsMs: 100, runs: quick ? 1 : 11 };
  const measured = await measureDoctor(scale, { scratch, capMs });
  const manifest = await readFile(new URL('../../../package.json', import.meta.url), 'utf8');
  const present = [{ name: 'exops', version: String(JSON.parse(manifest).version) }];
  return doctorPart(present, measured, run);
};
