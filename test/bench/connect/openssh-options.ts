import type { OpensshClient } from '../../lab/ssh/openssh-client.js';
import type { Scene } from './scene.js';

/** What lets ssh reach the host with a client's key, on a connection of its own, as an argument list. */
export async function opensshOptions({ host }: Scene, client: OpensshClient): Promise<readonly string[]> {
  const alone = ['-o', 'ControlMaster=no', '-o', 'ControlPath=none'];
  return [...(await client.trust(host)), ...alone, '-p', String(host.port)];
}

/** The same without the key: mssh brings one. */
export async function msshOptions(scene: Scene): Promise<readonly string[]> {
  const options = await opensshOptions(scene, scene.pushed);
  const at = options.indexOf('-i');
  return options.filter((_, index) => index !== at && index !== at + 1);
}
