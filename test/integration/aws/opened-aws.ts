import { inject } from 'vitest';
import type { Aws } from '../../../src/lib/aws/aws.js';
import type { AwsSettings } from '../../../src/lib/aws/aws-settings.js';
import { openAws } from '../../../src/lib/aws/open-aws.js';
import { type AwsLab, joinAws } from '../../lab/aws/aws-lab.js';

/** AWS as exops has it, and the lab behind it. */
export interface OpenedAws {
  readonly aws: Aws;
  readonly lab: AwsLab;
  /** What was told while working. */
  readonly events: readonly string[];
  /** The actions that were called, in their order. */
  actions(): Promise<readonly string[]>;
}

/** Opens the shared lab with an access key of its own. */
export function openLab(settings: Partial<AwsSettings> = {}): OpenedAws {
  const lab = joinAws(inject('aws'));
  const events: string[] = [];
  const trace = (event: string) => events.push(event);
  const env = { ...lab.env, ...settings.env };
  return {
    ...{ lab, events },
    aws: openAws({ home: '/nowhere', trace, ...settings, env }),
    actions: async () => (await lab.calls()).map(({ action }) => action),
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
