import type { Problem } from '../model.js';
import { awsProblems } from './aws-problems.js';
import { doctorProblems } from './doctor-problems.js';
import { kafkaProblems } from './kafka-problems.js';
import { kubernetesProblems } from './kubernetes-problems.js';

/** Everything that can be wrong: what findings refer to, the guide is made of, and the suite really breaks. */
export const problems = { ...doctorProblems, ...awsProblems, ...kafkaProblems, ...kubernetesProblems };

export type ProblemId = keyof typeof problems;

export function problemOf(id: ProblemId): Problem {
  return problems[id];
}
