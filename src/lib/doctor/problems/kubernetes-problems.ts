import type { Problem } from '../model.js';
import { applicationProblems } from './application-problems.js';
import { checklistProblems } from './checklist-problems.js';

export const kubernetesProblems = {
  'context-unusable': {
    layer: 'kubernetes',
    title: "The kubeconfig doesn't lead to the environment's Kubernetes",
    symptoms: ['kubectl: error: context "dev" does not exist'],
    cause:
      'There is no kubeconfig, none of its contexts has this name, or the context leads to another server than `kubernetes.clusterEndpoint`.',
    remedy:
      'Have the kubeconfig written with `aws eks update-kubeconfig --name CLUSTER`, or name the right context in `kubernetes.context`.',
  },
  'api-server-unreachable': {
    layer: 'kubernetes',
    title: "The API server doesn't answer",
    symptoms: ['kubectl: Unable to connect to the server: dial tcp: i/o timeout'],
    cause:
      'The endpoint is private and there is no VPN, the cluster was deleted or made anew, or what listens there is no API server.',
    remedy:
      'Join the network that the endpoint is in, or have the kubeconfig written anew: `aws eks update-kubeconfig --name CLUSTER`.',
  },
  'api-server-certificate': {
    layer: 'kubernetes',
    title: "The API server's certificate isn't one that the kubeconfig trusts",
    symptoms: ['kubectl: tls: failed to verify certificate: x509: certificate signed by unknown authority'],
    cause:
      'The cluster was made anew since the kubeconfig was written, or something else answers at its address.',
    remedy: 'Have the kubeconfig written anew: `aws eks update-kubeconfig --name CLUSTER`.',
  },
  'kubernetes-credentials': {
    layer: 'kubernetes',
    title: "The API server doesn't take the kubeconfig's credentials",
    symptoms: ['kubectl: error: You must be logged in to the server (Unauthorized)'],
    cause:
      'The token has expired, the plugin that makes tokens fails, or the IAM role has no access entry in the EKS cluster.',
    remedy:
      'Log in again (`aws sso login`), and look with `aws eks list-access-entries` whether the role may enter.',
  },
  'kubernetes-right-missing': {
    layer: 'kubernetes',
    title: "Kubernetes doesn't let us read what is to be looked at",
    symptoms: ['kubectl: Error from server (Forbidden): secrets "kafka" is forbidden'],
    cause:
      'The Role of who asks lacks secrets, workloads or pods of the namespace, or the namespace is another.',
    remedy: 'Apply the Role that `exops k8s rbac` prints.',
  },
  'namespace-missing': {
    layer: 'kubernetes',
    title: 'There is no such namespace in the cluster',
    symptoms: ['kubectl: Error from server (NotFound): namespaces "exchange-dev" not found'],
    cause: 'The name is another, or the context leads to another cluster than the one that is meant.',
    remedy: 'Correct `kubernetes.namespace` or `kubernetes.context`.',
  },
  'bootstrap-secret-missing': {
    layer: 'secret',
    title: "A secret with bootstrap servers isn't there",
    symptoms: ['kubelet: Error: secret "kafka" not found'],
    cause:
      'It was never created in this namespace, was deleted, or has another name than `kubernetes.bootstrap` says.',
    remedy: 'Create it (`exops k8s sync-secrets` does where exops.yaml declares it), or correct the name.',
  },
  'bootstrap-key-missing': {
    layer: 'secret',
    title: 'A secret lacks the key with bootstrap servers',
    symptoms: ["kubelet: Error: couldn't find key KAFKA_BOOTSTRAP_SERVERS in Secret"],
    cause: 'The key has another name, or whoever wrote the secret left it out.',
    remedy:
      'Add it with `exops k8s patch-bootstrap --create-key`, or correct the key in `kubernetes.bootstrap`.',
  },
  'bootstrap-stale': {
    layer: 'secret',
    title: 'A secret holds other brokers than those of the cluster',
    symptoms: [
      'kafkajs: Connection timeout',
      'Java: Connection to node -1 could not be established. Broker may not be available.',
    ],
    cause:
      "The brokers' addresses changed, as on a restart without a fixed address or with a new cluster, and the secret didn't.",
    remedy:
      'Run `exops k8s patch-bootstrap`: it sets them, restarts exactly what reads them, and goes back if that fails.',
  },
  'bootstrap-broker-gone': {
    layer: 'secret',
    title: "A secret names a broker that isn't any more",
    symptoms: ['librdkafka: 1/3 brokers are down'],
    cause: 'A broker was replaced or taken away. Clients begin with the others, and slower.',
    remedy: 'Run `exops k8s patch-bootstrap` when there is time for a restart.',
  },
  'bootstrap-other-port': {
    layer: 'secret',
    title: "A secret has the cluster's brokers on another port",
    symptoms: [],
    cause: 'The brokers have another listener for applications, or the port is one of before.',
    remedy: 'See which listeners the brokers have. If the port is old, run `exops k8s patch-bootstrap`.',
  },
  'pods-out-of-date': {
    layer: 'pods',
    title: 'Pods run with bootstrap servers of before',
    symptoms: [
      'kafkajs: Connection timeout',
      'Java: Bootstrap broker 10.0.11.8:9092 (id: -1 rack: null) disconnected',
    ],
    cause:
      'A container reads a variable from a secret when it starts. The secret has changed since, and nobody restarted it.',
    remedy: 'Restart what reads it: `exops k8s patch-bootstrap --restart`.',
  },
  'pods-crash': {
    layer: 'pods',
    title: 'Pods that read the bootstrap servers crash again and again',
    symptoms: ['kubelet: Back-off restarting failed container (CrashLoopBackOff)'],
    cause: 'The program ends by itself; its last lines say why.',
    remedy: 'Read the log of the run before: `kubectl logs POD --previous`.',
  },
  'pods-image': {
    layer: 'pods',
    title: "Pods wait for an image that can't be had",
    symptoms: ['kubelet: Failed to pull image (ErrImagePull, ImagePullBackOff)'],
    cause: "The tag was never pushed, the name is wrong, or the nodes' role may not pull from the registry.",
    remedy: 'Push the image or correct its name; `kubectl describe pod POD` shows what the registry said.',
  },
  'pods-unschedulable': {
    layer: 'pods',
    title: 'No node takes the pods',
    symptoms: ['scheduler: 0/3 nodes are available: Insufficient memory'],
    cause: 'Nodes are asleep, full, or have other labels and taints than the pods want.',
    remedy: 'Wake the nodes (`exops dev wake`), or give them room.',
  },
  'pods-held-up': {
    layer: 'pods',
    title: "Containers of pods can't be made",
    symptoms: ['kubelet: Error: CreateContainerConfigError'],
    cause: "What the template refers to isn't there, such as a ConfigMap or a key of another secret.",
    remedy: 'Create what `kubectl describe pod POD` says is missing.',
  },
  ...applicationProblems,
  ...checklistProblems,
} as const satisfies Record<string, Problem>;
