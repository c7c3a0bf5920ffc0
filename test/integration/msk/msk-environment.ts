import { inject } from 'vitest';
import { type AwsLab, joinAws } from '../../lab/aws/aws-lab.js';
import { type AwsMskLab, awsMskLab } from '../../lab/aws/msk-lab.js';
import { folderWith, type RunOptions, type RunResult, run } from '../../run.js';

export interface MskEnvironment {
  readonly lab: AwsLab;
  readonly msk: AwsMskLab;
  /** A name that no other test has. */
  name(what?: string): string;
  /** In a folder whose exops.yaml has this cluster. */
  exops(line: string, options?: RunOptions): Promise<RunResult>;
  /** Writes the folder's exops.yaml. @param cluster as `{ name: … }` */
  configure(cluster: string): Promise<void>;
}

const account = 'aws: { region: ap-northeast-2, accountId: "123456789012" }';

/** MSK of the lab, and exops that asks it, without any cluster in its exops.yaml. */
export function mskEnvironment(): MskEnvironment {
  const lab = joinAws(inject('aws'));
  const own = Math.random().toString(36).slice(2, 10);
  let cwd: string | undefined;
  return {
    lab,
    msk: awsMskLab(lab),
    name: (what = 'msk') => `${what}-${own}`,
    exops: (line, options) =>
      run(line, {
        env: { ...lab.env, AWS_REGION: 'ap-northeast-2' },
        ...(cwd === undefined ? {} : { cwd }),
        ...options,
      }),
    async configure(cluster) {
      cwd = await folderWith({
        'exops.yaml': `version: 1\nenvironments:\n  dev:\n    ${account}\n    cluster: ${cluster}\n`,
      });
    },
  };
}
