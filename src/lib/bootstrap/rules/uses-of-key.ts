import type { Container, KeyToPath, PodSpec, Volume, VolumeMount } from '../../k8s/objects.js';
import { listed, shown } from './read-shape.js';

interface KeyOfSecret {
  readonly secret: string;
  readonly key: string;
}

/** Where a volume has the key. */
interface KeyFiles {
  /** `volume config`, `projected volume config` */
  readonly volume: string;
  /** Paths within the volume. */
  readonly paths: readonly string[];
}

/**
 * Why pods of a template depend on this key of this secret, in words: `env KAFKA_BOOTSTRAP_SERVERS`, `envFrom with
 * prefix APP_`, `volume config at /etc/kafka as servers.txt`, `init container migrate: env …`. Each reason once, ordinary
 * containers first; none when they don't depend on it. A volume that no container mounts is no reason, and neither is a
 * mount of another file of it (`subPath`): nothing in the pod can read the key there.
 */
export function usesOfKey(spec: PodSpec | undefined, secret: string, key: string): readonly string[] {
  const wanted = { secret, key };
  const files = new Map(
    listed(spec?.volumes).flatMap((volume) => {
      const found = filesOf(volume, wanted);
      return found === undefined ? [] : [[volume.name, found] as const];
    }),
  );
  const usesOf = (container: Container) => [
    ...environmentUses(container, wanted),
    ...listed(container.volumeMounts).flatMap((mount) => mountUses(mount, files.get(mount.name), key)),
  ];
  const named = (what: string) => (container: Container) =>
    usesOf(container).map((use) => `${what} ${shown(container.name)}: ${use}`);
  return [
    ...new Set([
      ...listed(spec?.containers).flatMap(usesOf),
      ...listed(spec?.initContainers).flatMap(named('init container')),
      ...listed(spec?.ephemeralContainers).flatMap(named('ephemeral container')),
    ]),
  ];
}

function environmentUses({ env, envFrom }: Container, { secret, key }: KeyOfSecret): string[] {
  const variables = listed(env).filter(({ valueFrom }) => {
    const ref = valueFrom?.secretKeyRef;
    return ref?.name === secret && ref.key === key;
  });
  const sources = listed(envFrom).filter(({ secretRef }) => secretRef?.name === secret);
  return [
    ...variables.map(({ name }) => `env ${shown(name)}`),
    ...sources.map(({ prefix }) => (prefix ? `envFrom with prefix ${shown(prefix)}` : 'envFrom')),
  ];
}

function filesOf({ name, secret, projected }: Volume, wanted: KeyOfSecret): KeyFiles | undefined {
  const direct = secret?.secretName === wanted.secret ? pathsOf(secret.items, wanted.key) : [];
  if (direct.length > 0) return { volume: `volume ${shown(name)}`, paths: direct };
  const paths = listed(projected?.sources).flatMap((source) =>
    source.secret?.name === wanted.secret ? pathsOf(source.secret.items, wanted.key) : [],
  );
  return paths.length > 0 ? { volume: `projected volume ${shown(name)}`, paths } : undefined;
}

/** Without items, every key is a file of its own name. */
function pathsOf(items: readonly KeyToPath[] | undefined, key: string): readonly string[] {
  const chosen = listed(items);
  if (chosen.length === 0) return [key];
  return chosen.filter((item) => item.key === key).map(({ path }) => (typeof path === 'string' ? path : key));
}

function mountUses(mount: VolumeMount, files: KeyFiles | undefined, key: string): string[] {
  if (files === undefined) return [];
  const place = `${files.volume} at ${shown(mount.mountPath)}`;
  const subPath = typeof mount.subPath === 'string' ? mount.subPath : '';
  if (subPath === '') return files.paths.map((path) => (path === key ? place : `${place} as ${shown(path)}`));
  const isInside = files.paths.some((path) => path === subPath || path.startsWith(`${subPath}/`));
  return isInside ? [`${place} (subPath ${shown(subPath)})`] : [];
}
