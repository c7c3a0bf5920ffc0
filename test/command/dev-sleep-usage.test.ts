import { describe, expect, test } from 'vitest';
import { folderWith, run } from '../run.js';

const files = (environment: string) => ({
  'exops.yaml': `version: 1\nenvironments:\n  dev:\n${environment}`,
});

/** Whatever is asked of AWS fails: port 1 of this machine. */
const env = {
  AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'none',
  AWS_REGION: 'ap-northeast-2',
  AWS_EC2_METADATA_DISABLED: 'true',
};

async function inFolder(line: string, environment: string) {
  const cwd = await folderWith(files(environment));
  const result = await run(line, { cwd, env });
  return { ...result, stderr: result.stderr.replaceAll(cwd, '.') };
}

const list = '    sleep: [{ rdsInstance: shop }]\n';

describe('before anything is reached', () => {
  test.each([
    [
      'dev sleep',
      `    protected: true\n    aws: { region: ap-northeast-2 }\n    sleep: [{ ec2Instance: "\${cfn:KafkaInstanceId}" }]\n`,
      "The environment dev is protected, and isn't put to sleep. Nothing was reached.\n  ./exops.yaml says protected: true.\n",
    ],
    [
      'dev sleep',
      '    topics: topics.yaml\n',
      'The environment dev has no sleep list in ./exops.yaml.\n  Write sleep: [{ ec2Instance: i-… }] into it: what is to be off at night.\n',
    ],
    [
      'dev wake',
      '    topics: topics.yaml\n',
      'The environment dev has no sleep list in ./exops.yaml.\n  Write sleep: [{ ec2Instance: i-… }] into it: what is to be off at night.\n',
    ],
    [
      'dev wake --wakes-to shop',
      list,
      '--wakes-to: expected NAME=DESIRED, NAME=MIN/DESIRED or NAME=on, got "shop".\n',
    ],
    ['dev sleep --wakes-to shop=0', list, '--wakes-to shop=0: 0 is asleep.\n'],
    [
      'dev sleep --wait 1h',
      list,
      "error: option '--wait <duration>' argument '1h' is invalid. Write it as 30s, 2m or 500ms.\n",
    ],
    [
      'dev sleep --drifted both',
      list,
      "error: option '--drifted <which>' argument 'both' is invalid. Allowed choices are record, keep.\n",
    ],
    ['dev sleep --patch-bootstrap', list, "error: unknown option '--patch-bootstrap'\n"],
    [
      'dev wake --patch-bootstrap -o json',
      list,
      '--patch-bootstrap shows a plan of its own after the first: leave --output out.\n',
    ],
    [
      'dev wake --patch-bootstrap --confirm "2 resources"',
      list,
      '--confirm has the words of one plan, and --patch-bootstrap shows a second one.\n  Run exops dev wake and then exops k8s patch-bootstrap, each with its own --confirm.\n',
    ],
  ])('%s', { timeout: 20_000 }, async (line, environment, stderr) => {
    expect(await inFolder(line, environment)).toMatchObject({ code: 2, stdout: '', stderr });
  });
});

test.each(['sleep', 'wake'])('dev %s says what it could not reach', { timeout: 20_000 }, async (verb) => {
  const { code, stdout, stderr } = await inFolder(`dev ${verb} --no-kafka`, list);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('127.0.0.1');
});
