import { describe, expect, test } from 'vitest';
import { startEc2Host } from '../../lab/ec2-host.js';
import { vouchByConsole } from '../connect/hosts.js';
import { examine } from './suite/examine.js';
import { awsBlock, hostAddress, inPlace, type Place } from './suite/place.js';

/** What doctor says of SSH and of what comes after it, through these hosts. */
async function looked(place: Place, hosts: object, via: string) {
  const environment = { aws: awsBlock, hosts, cluster: { brokers: [place.kafka.bootstrap], via } };
  const { document, result } = await examine(place, { environment });
  const of = (name: string) => document.layers.find(({ layer }) => layer === name) ?? expect.unreachable();
  return { ssh: of('ssh'), tcp: of('tcp'), document, code: result.code };
}

describe.concurrent('SSH', () => {
  test('one host: how it was reached, and ports are looked at from there', async ({ expect }) => {
    await inPlace(async (place) => {
      const { instanceId: instance, user, port } = await place.host();
      const { ssh, tcp, code } = await looked(place, { way: { instance, user, port } }, 'way');
      expect(ssh.findings).toMatchObject([{ verdict: 'ok' }]);
      expect(ssh.findings[0]?.saw).toBe(
        `way (${instance}) at ${hostAddress}; host key shown by the console output, now pinned`,
      );
      expect([tcp.status, code]).toEqual(['ok', 0]);
    });
  });

  test('two hosts, one through the other, and no session is left', async ({ expect }) => {
    await inPlace(async (place) => {
      const [outer, inner] = await Promise.all([
        place.host(),
        place.started(
          startEc2Host(place.aws, place.named('inner'), {
            ssh: { address: '127.0.0.3' },
            instance: { privateAddress: '127.0.0.3' },
          }),
        ),
      ]);
      await vouchByConsole(place.aws, inner);
      const hosts = {
        outer: { instance: outer.instanceId, user: outer.user, port: outer.port },
        inner: { instance: inner.instanceId, user: inner.user, port: inner.port, via: 'outer' },
      };
      const { ssh, tcp } = await looked(place, hosts, 'inner');
      expect(ssh.findings[0]?.saw).toMatch(
        /^outer \(i-\w+\) at 127\.0\.0\.2, then inner \(i-\w+\) at 127\.0\.0\.3 through outer; host key /,
      );
      expect(tcp.status).toBe('ok');
      await expect.poll(() => outer.log()).toMatch(/Disconnected from user|Connection closed|disconnect/i);
    });
  });

  test('forwarding off: what comes after is not reached', async ({ expect }) => {
    await inPlace(async (place) => {
      const { instanceId: instance, user, port } = await place.host({ allowTcpForwarding: false });
      const { ssh, tcp, document } = await looked(place, { way: { instance, user, port } }, 'way');
      expect(ssh.findings).toMatchObject([
        { verdict: 'ok' },
        { verdict: 'broken', problem: 'ssh-forwarding-off' },
      ]);
      expect(tcp).toMatchObject({ status: 'not reached' });
      expect(document.verdict).toMatchObject({ layer: 'ssh' });
    });
  });

  test('a host that only the broker of a permitted list is forwarded by is well', async ({ expect }) => {
    await inPlace(async (place) => {
      const { bootstrap } = place.kafka;
      const {
        instanceId: instance,
        user,
        port,
      } = await place.host({ extraConfig: [`PermitOpen ${bootstrap}`] });
      const { ssh, tcp } = await looked(place, { way: { instance, user, port } }, 'way');
      expect([ssh.status, tcp.status]).toEqual(['ok', 'ok']);
    });
  });

  test('a push that is refused pushes nothing, and says which right', async ({ expect }) => {
    await inPlace(async (place) => {
      const { instanceId: instance, user, port } = await place.host();
      await place.aws.fault({
        ...{ service: 'ec2-instance-connect', code: 'AccessDeniedException', status: 403 },
        message: `User: kim is not authorized to perform: ec2-instance-connect:SendSSHPublicKey`,
      });
      const { ssh, code } = await looked(place, { way: { instance, user, port } }, 'way');
      expect(ssh.findings).toMatchObject([{ problem: 'ssh-key-push-refused', isRight: true }]);
      expect(code).toBe(4);
    });
  });
});
