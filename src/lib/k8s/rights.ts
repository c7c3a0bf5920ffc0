import { printable } from '../terminal/printable.js';
import type { ApiCall } from './api-call.js';
import type { Ask } from './ask.js';
import { isFields } from './kubeconfig-files.js';
import type { Right } from './kubernetes.js';

/** Those of the rights that the user doesn't have. */
export async function refusedRights(
  ask: Ask,
  namespace: string,
  asked: readonly Right[],
  signal?: AbortSignal,
): Promise<readonly Right[]> {
  const answers = await Promise.all(
    asked.map(async (right) => {
      const { status } = await ask.object(review(right, namespace, signal));
      return isFields(status) && status['allowed'] === true;
    }),
  );
  return asked.filter((_, index) => answers[index] === false);
}

/** https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/self-subject-access-review-v1/ */
function review({ verb, group, resource, name }: Right, namespace: string, signal?: AbortSignal): ApiCall {
  const [plural = '', subresource = ''] = resource.split('/');
  const ofCluster = plural === 'nodes' || (plural === 'namespaces' && verb !== 'get');
  const resourceAttributes = {
    verb,
    group,
    resource: plural,
    subresource,
    ...(ofCluster ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
  };
  return {
    action: `ask for the right to ${verb} ${printable(resource)}`,
    method: 'POST',
    path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    body: {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes },
    },
    isSafe: true,
    signal,
  };
}
