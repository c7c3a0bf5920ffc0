import { describe, expect, test } from 'vitest';
import { folderWith, run } from '../run.js';

const broken = 'version: 1\nenvironments:\n  dev:\n    cluster: { brokers: b }\n';

describe('doctor', () => {
  test('a file that is wrong is the first layer that is broken', async () => {
    const cwd = await folderWith({ 'exops.yaml': broken });
    const { code, stdout, stderr } = await run('doctor', { cwd });
    expect(code).toBe(2);
    expect(stdout).toMatch(/^configuration\tbroken\t\d+\t\S*exops\.yaml:4:\d+ .*\tfile-invalid\n/);
    expect(stderr).toContain("✗ configuration: exops.yaml can't be used as it is");
  });

  test('--json is one document', async () => {
    const cwd = await folderWith({ 'exops.yaml': broken });
    const { code, stdout } = await run('doctor --json', { cwd });
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ schema: 'exops.doctor/v1', exitCode: 2 },
      verdict: { layer: 'configuration', problem: 'file-invalid' },
    });
    expect(code).toBe(2);
  });

  test('no file, and no cluster named', async () => {
    const { code, stdout } = await run('doctor', { tty: true });
    expect(code).toBe(2);
    expect(stdout).toContain(
      '✗ configuration      No cluster is named, and there is no exops.yaml here or in\n',
    );
  });

  test.each([
    ['-o csv', "error: option '-o, --output <format>' argument 'csv' is invalid."],
    ['dev', 'error: too many arguments'],
    ['--check', "error: unknown option '--check'"],
    ['--yes', '--yes is about what --fix changes, and without it nothing is changed.'],
    ['--checklist --fix', '--checklist only looks: leave --fix out, or --checklist.'],
    ['--fix', '--fix asks before each change, and nobody can be asked'],
    ['--fix --yes --json', '--fix shows plans of its own after the report: leave --output out.'],
  ])('%s', async (words, message) => {
    const { code, stdout, stderr } = await run(`doctor ${words}`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });
});
