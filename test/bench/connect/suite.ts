import { ownVersion } from '../contenders/find-contenders.js';
import { connectPart } from '../report/connect/part.js';
import type { Suite } from '../suite.js';
import { findPeers, type Peers } from './find-peers.js';
import { type ConnectScale, measureConnect } from './measure-connect.js';
import { withScene } from './scene.js';

/** `npm run bench -- connect` */
export const connectSuite: Suite = async ({ quick, capMs }, run, scratch) => {
  const peers = await findPeers();
  const measured = await withScene({ scratch, capMs }, (scene) =>
    measureConnect(scene, peers, scaleOf(quick)),
  );
  return connectPart({ present: await contenders(peers), missing: peers.missing }, measured, run);
};

function scaleOf(quick: boolean): ConnectScale {
  return quick
    ? { loginPlan: [{ belowMs: 10_000, runs: 3 }], forwardingPlan: [{ belowMs: 10_000, runs: 3 }] }
    : { loginPlan: [{ belowMs: 10_000, runs: 21 }], forwardingPlan: [{ belowMs: 10_000, runs: 11 }] };
}

async function contenders({ ssh, python, awsClis }: Peers) {
  const versionOf = (name: string) => python?.versions.get(name) ?? '';
  const fromPython =
    python === undefined
      ? []
      : [
          { name: 'mssh', version: versionOf('ec2instanceconnectcli') },
          { name: 'botocore', version: versionOf('botocore') },
        ];
  return [
    { name: 'exops', version: await ownVersion() },
    ...fromPython,
    ...awsClis.map(({ version }) => ({ name: 'AWS CLI', version })),
    { name: 'OpenSSH', version: ssh.version },
  ];
}
