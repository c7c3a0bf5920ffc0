import type { Aws } from '../../../src/lib/aws/aws.js';

type Own = 'region' | 'identity' | 'credentials' | 'clockOffset' | 'mskToken';
type Services = Omit<Aws, Own>;
type Answers = { readonly [Name in keyof Services]?: Partial<Services[Name]> };

/** An AWS that answers what a test says; whatever else it is asked fails. */
export function awsWith(answers: Answers & Partial<Pick<Aws, Own>> = {}): Aws {
  const { region = 'ap-northeast-2', identity = () => unasked('identity') } = answers;
  return {
    region,
    identity,
    credentials: answers.credentials ?? (() => unasked('credentials')),
    clockOffset: answers.clockOffset ?? (() => unasked('its clock')),
    mskToken: answers.mskToken ?? (() => unasked('a token')),
    ec2: serviceWith(answers.ec2),
    instanceConnect: serviceWith(answers.instanceConnect),
    cloudFormation: serviceWith(answers.cloudFormation),
    secretsManager: serviceWith(answers.secretsManager),
    ssm: serviceWith(answers.ssm),
    rds: serviceWith(answers.rds),
    eks: serviceWith(answers.eks),
    autoScaling: serviceWith(answers.autoScaling),
    ecs: serviceWith(answers.ecs),
    scheduler: serviceWith(answers.scheduler),
    pricing: serviceWith(answers.pricing),
    billed: serviceWith(answers.billed),
    msk: serviceWith(answers.msk),
    network: serviceWith(answers.network),
    elastiCache: serviceWith(answers.elastiCache),
  };
}

function serviceWith<Service extends object>(answers: Partial<Service> = {}): Service {
  return new Proxy(answers as Service, {
    get: (given, name) => Reflect.get(given, name) ?? (() => unasked(String(name))),
  });
}

async function unasked(name: string): Promise<never> {
  throw new Error(`AWS isn't asked for ${name} here.`);
}
