import { afterAll, beforeAll } from 'vitest';
import type { Aws } from '../../../src/lib/aws/aws.js';
import type { AwsSettings } from '../../../src/lib/aws/aws-settings.js';
import { openAws } from '../../../src/lib/aws/open-aws.js';
import { type AwsLab, joinAws } from '../../lab/aws/aws-lab.js';
import { type StartedAws, startAws } from '../../lab/aws/start.js';

/** AWS as exops has it, and the lab behind it. */
export interface OpenedAws {
  readonly aws: Aws;
  readonly lab: AwsLab;
  /** What was told while working. */
  readonly events: readonly string[];
  /** The actions that were called, in their order. */
  actions(): Promise<readonly string[]>;
}

/** Starts a lab for the tests of a file; what it returns opens it with an access key of its own. */
export function useAws(): (settings?: Partial<AwsSettings>) => OpenedAws {
  let started: StartedAws | undefined;
  beforeAll(async () => {
    started = await startAws();
  });
  afterAll(() => started?.stop());
  return (settings = {}) => {
    if (started === undefined) throw new Error('The AWS lab has not been started.');
    const lab = joinAws(started.access);
    const events: string[] = [];
    const trace = (event: string) => events.push(event);
    const env = { ...lab.env, ...settings.env };
    return {
      ...{ lab, events },
      aws: openAws({ home: '/nowhere', trace, ...settings, env }),
      actions: async () => (await lab.calls()).map(({ action }) => action),
    };
  };
}

/** What this work fails with. */
export async function failureOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  throw new Error('It went through.');
}

/** Names that no other test has. */
export function ownName(base: string): string {
  return `${base}-${Math.random().toString(36).slice(2, 10)}`;
}
