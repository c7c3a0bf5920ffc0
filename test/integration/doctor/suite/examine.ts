import { join } from 'node:path';
import type { doctorDocument } from '../../../../src/lib/doctor/report/doctor-document.js';
import { type RunResult, run } from '../../../run.js';
import type { Place } from './place.js';
import type { Scene } from './setup.js';

export type DoctorDocument = ReturnType<typeof doctorDocument>;

export interface Report {
  readonly result: RunResult;
  readonly document: DoctorDocument;
}

/** Runs `exops doctor -o json` in the place, as a person with its access key and with the files of its folder alone. */
export async function examine(place: Place, { environment, yaml, args, env }: Scene): Promise<Report> {
  const file =
    environment === undefined ? yaml : JSON.stringify({ version: 1, environments: { dev: environment } });
  if (file !== undefined) await place.write('exops.yaml', file);
  const result = await run(['doctor -o json', args].join(' ').trim(), {
    cwd: place.folder,
    env: {
      ...place.aws.env,
      EXOPS_STATE_DIR: join(place.folder, 'state'),
      AWS_CONFIG_FILE: process.env['AWS_CONFIG_FILE'] ?? '',
      AWS_SHARED_CREDENTIALS_FILE: process.env['AWS_SHARED_CREDENTIALS_FILE'] ?? '',
      ...env,
    },
  });
  if (!result.stdout.startsWith('{')) throw new Error(`No report: ${result.stderr}${result.stdout}`);
  return { result, document: JSON.parse(result.stdout) as DoctorDocument };
}
