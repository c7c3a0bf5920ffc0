import type { Aws } from '../../aws/aws.js';
import { AccessError, messageOf } from '../../errors.js';
import { parsePublicKey } from '../../ssh/public-key.js';
import { printable } from '../../terminal/printable.js';
import { parseConsoleHostKeys } from './console-host-keys.js';
import { type Decision, decideByHost } from './decide.js';
import { type KeyPrint, printOf, printWords } from './key-print.js';

/** What came of asking somewhere. */
export interface Finding {
  /** `console output`, `Systems Manager`, `EC2 tag` */
  readonly where: string;
  readonly prints: readonly KeyPrint[];
  /** Why there are no keys, or the keys: printable. */
  readonly said: string;
}

export interface ConsultDeps {
  readonly aws: Pick<Aws, 'ec2' | 'ssm'>;
  readonly signal: AbortSignal;
}

export interface Consultation {
  readonly decision: Decision;
  readonly findings: readonly Finding[];
}

const script = 'cat /etc/ssh/ssh_host_*_key.pub';

/**
 * Asks the console output and Systems Manager at once what the keys of an instance are. When the console vouches for
 * the key, the other, which takes seconds, isn't waited for. Failures, missing rights above all, are findings.
 */
export async function consultHost(
  { aws, signal }: ConsultDeps,
  instanceId: string,
  presented: KeyPrint,
): Promise<Consultation> {
  const enough = new AbortController();
  const within = AbortSignal.any([signal, enough.signal]);
  const asking = askSsm(aws.ssm, instanceId, within);
  const onConsole = await readConsole(aws.ec2, instanceId, signal);
  const decision = decideByHost(presented, onConsole.prints, []);
  if (decision.verdict === 'trusted') {
    enough.abort();
    return { decision, findings: [onConsole] };
  }
  const throughSsm = await asking;
  signal.throwIfAborted();
  return {
    decision: decideByHost(presented, onConsole.prints, throughSsm.prints),
    findings: [onConsole, throughSsm],
  };
}

function readConsole(ec2: Aws['ec2'], instanceId: string, signal: AbortSignal): Promise<Finding> {
  return finding('console output', async () => {
    const prints = parseConsoleHostKeys(await ec2.consoleOutput(instanceId, signal));
    return { prints, said: 'shows no host keys; the instance prints them at its first boot only' };
  });
}

function askSsm(ssm: Aws['ssm'], instanceId: string, signal: AbortSignal): Promise<Finding> {
  return finding('Systems Manager', async () => {
    if (!(await ssm.isManaged(instanceId, signal))) {
      return { prints: [], said: "the instance's agent doesn't answer" };
    }
    const output = await ssm.runScript(instanceId, script, signal);
    const keys = (output ?? '').split('\n').map(parsePublicKey);
    const prints = keys.flatMap((key) => (key === undefined ? [] : printOf(key)));
    return { prints, said: 'found no host keys' };
  });
}

/** @param ask tells what to say when there are no keys */
async function finding(where: string, ask: () => Promise<Omit<Finding, 'where'>>): Promise<Finding> {
  try {
    const { prints, said } = await ask();
    return { where, prints, said: prints.length === 0 ? said : prints.map(printWords).join(', ') };
  } catch (error) {
    const what = error instanceof AccessError ? 'not allowed' : 'no answer';
    return { where, prints: [], said: printable(`${what}: ${messageOf(error)}`) };
  }
}
