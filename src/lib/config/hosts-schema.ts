import * as v from 'valibot';
import { routeNames, userPattern } from '../hosts/host-settings.js';
import { noSuchHost } from './host-names.js';
import { instanceSchema } from './instance-schema.js';
import { text, word } from './schema-text.js';

const instance = v.pipe(instanceSchema, v.description('Which EC2 instance it is.'));

const user = v.pipe(
  text('Who to log in as; ec2-user when left out.'),
  v.regex(userPattern, 'expected the name of a user'),
);

const port = v.pipe(
  v.number('expected a port number'),
  v.integer('expected a port number'),
  v.minValue(1, 'expected a port between 1 and 65535'),
  v.maxValue(65_535, 'expected a port between 1 and 65535'),
  v.description('Where its sshd listens; 22 when left out.'),
);

const health = v.exactOptional(
  v.pipe(
    text('A URL that answers 2xx when all is well; asked from the host.'),
    v.regex(/^https?:\/\/[^\s'"]+$/, 'expected an http:// or https:// URL'),
  ),
);

const unit = v.pipe(
  text('A unit, as systemctl names it.'),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9:_.@\\-]*$/, 'expected the name of a unit'),
);

const serviceName = v.pipe(
  text("The service of the compose file; this entry's name when left out."),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, 'expected the name of a compose service'),
);

const service = v.union(
  [
    v.strictObject({ systemd: unit, health }),
    v.strictObject({
      compose: v.pipe(
        text('The folder of the compose file, on the host.'),
        v.regex(/^\//, 'expected a path that starts with /'),
      ),
      service: v.exactOptional(serviceName),
      health,
    }),
  ],
  'expected { systemd: UNIT } or { compose: /folder }',
);

const words = v.pipe(v.array(text('A word of the command.')), v.minLength(1, 'expected at least one word'));

const nameRule = 'a name has letters, digits, dots, dashes and underscores only';

const entryName = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, nameRule));

const hostName = v.pipe(
  v.string(),
  v.regex(/^(?!i-)(?!direct$)[A-Za-z0-9][A-Za-z0-9_.-]*$/, ({ input }) => {
    if (input === 'direct') return '"direct" would read as going without a host';
    return input.startsWith('i-') ? 'a name that starts with i- would read as an instance id' : nameRule;
  }),
);

const host = v.strictObject({
  instance,
  user: v.exactOptional(user),
  port: v.exactOptional(port),
  address: v.exactOptional(
    word(['public', 'private'], 'Which address to dial, where the automatic choice is wrong.'),
  ),
  route: v.exactOptional(
    word(routeNames, 'How to reach it, where the automatic choice is wrong: direct, eice or ssm.'),
  ),
  via: v.exactOptional(text('Another of these hosts, to go through.')),
  tools: v.exactOptional(
    v.pipe(
      v.record(entryName, words),
      v.description('How a tool is started there, as in { rpk: [docker, exec, redpanda, rpk] }.'),
    ),
  ),
  services: v.exactOptional(v.pipe(v.record(entryName, service), v.description('What runs there, by name.'))),
});

/** The `hosts` block of an environment: every `via` names one of them, and none leads in a circle. */
export const hostsSchema = v.pipe(
  v.record(hostName, host),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const hosts = dataset.value;
    for (const [name, { via, route }] of Object.entries(hosts)) {
      const message = via === undefined ? undefined : viaProblem(hosts, name, via, route);
      if (message === undefined) continue;
      const outer = { type: 'object', origin: 'value', input: { ...hosts }, key: name } as const;
      const inner = { type: 'object', origin: 'value', input: { ...hosts[name] }, key: 'via' } as const;
      addIssue({
        message,
        path: [
          { ...outer, value: hosts[name] },
          { ...inner, value: via },
        ],
      });
    }
  }),
  v.description('Machines to log in to, by a name of your own.'),
);

type Hosts = Readonly<Record<string, { readonly via?: string }>>;

function viaProblem(hosts: Hosts, name: string, via: string, route?: string): string | undefined {
  if (route !== undefined) return 'goes with no route: the host that it names may have one';
  if (!Object.hasOwn(hosts, via)) return noSuchHost(via, Object.keys(hosts));
  const seen = [name];
  for (let next: string | undefined = via; next !== undefined; next = hosts[next]?.via) {
    if (seen.includes(next)) return `leads in a circle: ${[...seen, next].join(' → ')}`;
    seen.push(next);
  }
  return undefined;
}
