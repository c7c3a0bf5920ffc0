import { workloadName } from '../../bootstrap/model.js';
import { listed, shown } from '../../bootstrap/rules/read-shape.js';
import type { Workload } from '../../k8s/kubernetes.js';
import type { Container, EnvVar, PodSpec } from '../../k8s/objects.js';
import { type Login, loginOf } from './judge-login-port.js';

export type Shape = 'servers' | 'host' | 'port';

/** A value that an application gets for where Kafka is. */
export interface ApplicationValue {
  /** `deployment/backend`; printable. */
  readonly workload: string;
  readonly kind: Workload['kind'];
  readonly container: string;
  /** The variable; printable. */
  readonly variable: string;
  readonly shape: Shape;
  readonly value: string;
  /** The key that it comes from; undefined where it stands in the template. */
  readonly key: { readonly secret: string; readonly key: string } | undefined;
  /** How the container says it logs in. */
  readonly login: Login | undefined;
  /** Nothing else runs in the pod: what is on its own address can't be a broker. */
  readonly isAlone: boolean;
}

/** What a key of a secret holds; undefined when it isn't read. */
export type ReadKey = (secret: string, key: string) => string | undefined;

/** Spring's binder has the default port beside, so its list of hosts may be without. */
const servers =
  /(?:^|_)BOOTSTRAP_SERVERS?$|^(?:\w+_)?KAFKA_BROKERS?(?:_LIST)?$|^KAFKA_BOOTSTRAP(?:_BROKERS)?$/;
const host = /^(?:\w+_)?KAFKA_(?:BROKER_)?HOST$/;
const port = /^(?:\w+_)?KAFKA_(?:BROKER_)?PORT$/;

/** What a variable of this name holds by custom; undefined when it says nothing of Kafka. */
export function shapeOf(name: string): Shape | undefined {
  if (servers.test(name)) return 'servers';
  if (host.test(name)) return 'host';
  return port.test(name) ? 'port' : undefined;
}

/** Pure: the values that the templates of a workload give its containers, as far as they can be read. */
export function applicationValues(workload: Workload, read: ReadKey): readonly ApplicationValue[] {
  const spec = workload.object.spec?.template?.spec;
  const containers = [...listed(spec?.initContainers), ...listed(spec?.containers)];
  const isAlone = listed(spec?.containers).length === 1 && !isOnHost(spec);
  return containers.flatMap((container) => valuesOf(workload, container, isAlone, read));
}

function isOnHost(spec: (PodSpec & { readonly hostNetwork?: unknown }) | undefined): boolean {
  return spec?.hostNetwork === true;
}

function valuesOf(
  workload: Workload,
  container: Container,
  isAlone: boolean,
  read: ReadKey,
): readonly ApplicationValue[] {
  const variables = listed(container.env).flatMap((variable) => variableOf(variable, read));
  const login = loginOf(variables);
  return variables.flatMap(({ name, value, key }) => {
    const shape = shapeOf(name) ?? (key === undefined ? undefined : 'servers');
    // Filled in from other variables when the pod starts, or by a program of its own.
    if (shape === undefined || /\$[({]|\{\{/.test(value)) return [];
    return [
      {
        ...{ workload: shown(workloadName(workload)), kind: workload.kind, container: shown(container.name) },
        ...{ variable: shown(name), shape, value, key, login, isAlone },
      },
    ];
  });
}

interface Variable {
  readonly name: string;
  readonly value: string;
  readonly key: ApplicationValue['key'];
}

function variableOf({ name, value, valueFrom }: EnvVar, read: ReadKey): readonly Variable[] {
  if (typeof name !== 'string') return [];
  if (typeof value === 'string') return [{ name, value, key: undefined }];
  const { name: secret, key } = valueFrom?.secretKeyRef ?? {};
  if (typeof secret !== 'string' || typeof key !== 'string')
    return valueFrom === undefined ? [{ name, value: '', key: undefined }] : [];
  const held = read(secret, key);
  return held === undefined ? [] : [{ name, value: held, key: { secret, key } }];
}
