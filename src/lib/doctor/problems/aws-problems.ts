import type { Problem } from '../model.js';

export const awsProblems = {} as const satisfies Record<string, Problem>;
