import { expect, test } from 'vitest';
import { troubleshootingPage } from '../../../scripts/troubleshooting.js';
import { type Layer, layers, type Problem } from '../../../src/lib/doctor/model.js';
import { awsProblems } from '../../../src/lib/doctor/problems/aws-problems.js';
import { doctorProblems } from '../../../src/lib/doctor/problems/doctor-problems.js';
import { kafkaProblems } from '../../../src/lib/doctor/problems/kafka-problems.js';
import { kubernetesProblems } from '../../../src/lib/doctor/problems/kubernetes-problems.js';
import { problems } from '../../../src/lib/doctor/problems/problems.js';

const catalogue: readonly (readonly [string, Problem])[] = Object.entries(problems);

test('docs/guides/troubleshooting.md is made of the catalogue; else run: npm run docs', async () => {
  await expect(troubleshootingPage()).toMatchFileSnapshot('../../../docs/guides/troubleshooting.md');
});

test('no name stands in two parts of the catalogue', () => {
  const parts = [doctorProblems, awsProblems, kafkaProblems, kubernetesProblems];
  const names = parts.flatMap((part) => Object.keys(part));
  expect(names).toHaveLength(catalogue.length);
});

test.each(catalogue)(
  '%s: whole words, and something to do',
  (id, { layer, title, symptoms, cause, remedy }) => {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(layer === 'any' || layers.includes(layer as Layer)).toBe(true);
    expect(title).toMatch(/^\S.*[^.\s]$/);
    expect(title.length).toBeLessThanOrEqual(90);
    for (const sentence of [cause, remedy]) expect(sentence).toMatch(/^[A-Z`].{15,}[.`]$/);
    for (const symptom of symptoms)
      expect(symptom).toMatch(/^(kafkajs|Java|librdkafka|kcat|Spring|[a-z ]+): \S/i);
    expect(remedy).toMatch(/`|\b(Ask|Choose|Do|Give|Look|Name|Put|Read|Set|Start|Use|Wait|Write)\b/);
  },
);
