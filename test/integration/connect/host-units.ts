import type { HostState, Unit } from '../../lab/host-tools/host-state.js';
import { runningFor, type ServicesPlace } from './host-services.js';
import type { Laptop } from './hosts.js';

/**
 * Units that have been running for three hours, and a laptop that knows them: `web` is healthy, as are `kafka` and
 * `zookeeper`, `ill` never is, `bad` is not asked, `gone` is not there.
 * @param state instead of that, and of the host
 */
export async function openUnits(
  place: ServicesPlace,
  state: HostState,
  ...blocks: readonly string[]
): Promise<Laptop & { restarted(): Promise<readonly string[]> }> {
  const running: Unit = { properties: runningFor(3) };
  const names = ['web', 'ill', 'bad', 'kafka', 'zookeeper'];
  const units = Object.fromEntries(names.map((name) => [`restart-${name}.service`, running]));
  await place.setState({ ...state, units: { ...units, ...state.units } });
  const services = [
    `web: { systemd: restart-web, health: "${place.health(200)}" }`,
    `ill: { systemd: restart-ill, health: "${place.health(503)}" }`,
    'bad: { systemd: restart-bad }',
    `kafka: { systemd: restart-kafka, health: "${place.health(200)}" }`,
    `zookeeper: { systemd: restart-zookeeper, health: "${place.health(200)}" }`,
    'gone: { systemd: restart-gone }',
  ].join(', ');
  const restarts = async () =>
    (await place.tools.recorded('systemctl')).filter(({ argv }) => argv[0] === 'restart');
  const already = (await restarts()).length;
  return {
    ...(await place.laptop(services, ...blocks)),
    /** The units that were restarted since, in their order. */
    restarted: async () => (await restarts()).slice(already).map(({ argv }) => argv.slice(1).join(' ')),
  };
}
