import { accountStep } from './aws/account-step.js';
import { clusterStep } from './aws/cluster-step.js';
import { credentialsStep } from './aws/credentials-step.js';
import { instanceStep } from './aws/instance-step.js';
import { securityGroupStep } from './aws/security-group-step.js';
import { configurationStep } from './configuration-step.js';
import type { DoctorDeps } from './doctor-deps.js';
import { kafkaSteps } from './kafka/kafka-steps.js';
import { kubernetesSteps } from './kubernetes/kubernetes-steps.js';
import type { Step } from './model.js';
import { settingsStep } from './settings-step.js';
import { sshStep } from './ssh/ssh-step.js';

/** Every step of a diagnosis, and what each waits for. */
export function chainOf(deps: DoctorDeps): readonly Step[] {
  const configuration = configurationStep(deps);
  const credentials = credentialsStep(deps, { configuration });
  const account = accountStep(deps, { configuration, credentials });
  const settings = settingsStep(deps, { configuration, account });
  const instance = instanceStep(deps, { configuration, account, settings });
  const cluster = clusterStep(deps, { configuration, account });
  const ssh = sshStep(deps, { configuration, settings, instance });
  const inKafka = kafkaSteps(deps, { settings, ssh, cluster });
  const { dns, tcp, metadata } = inKafka;
  const inKubernetes = kubernetesSteps(deps, { configuration, settings, metadata, tcp });
  const { kubernetes } = inKubernetes;
  const outside = { configuration, account, settings, instance, cluster };
  const securityGroup = securityGroupStep(deps, { ...outside, ssh, dns, tcp, kubernetes });
  return [
    configuration,
    credentials,
    account,
    settings,
    instance,
    cluster,
    securityGroup,
    ssh,
    ...Object.values(inKafka),
    ...Object.values(inKubernetes),
  ];
}
