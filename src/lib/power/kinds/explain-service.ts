import { launchAdvice } from './explain-launch.js';
import { sayTrouble } from './say-trouble.js';

const failure =
  /unable to|\bfail|unhealthy|could not|cannot|is not authorized|deployment .*(?:stuck|rolled back)|error/i;

/** https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html */
const causes: readonly { readonly words: RegExp; readonly advice: string }[] = [
  {
    words: /no container instance met all of its requirements|insufficient (?:CPU|memory)/i,
    advice:
      "The cluster's instances have no room for it: wake their Auto Scaling group or instances before it (order), or add some.",
  },
  {
    words: /Capacity is unavailable|capacity provider/i,
    advice: 'AWS has no Fargate capacity free right now: wait some minutes, then wake it again.',
  },
  {
    words: /CannotPullContainer|pull image/i,
    advice: 'Its image cannot be had: see the image, the registry and the way there (NAT, VPC endpoints).',
  },
  {
    words: /ResourceInitializationError|secrets? manager|unable to (?:retrieve|pull) secret/i,
    advice: 'Its secrets or logs cannot be reached: see its execution role, and NAT or VPC endpoints.',
  },
  {
    words: /unable to assume the (?:service linked )?role|is not authorized/i,
    advice: 'See the roles in its task definition, and who may pass and assume them.',
  },
  {
    words: /unhealthy|failed (?:\w+ )?health checks/i,
    advice: 'Its tasks start and fail their health checks: see their logs, and what they depend on.',
  },
  {
    words: /unable to consistently start tasks|tasks failed to start/i,
    advice:
      'Its tasks end again soon after they start: see the reasons of its stopped tasks, and their logs.',
  },
];

/** What is wrong by a service's newest event; undefined when that is no failure. */
export function serviceTrouble(newestEvent: string | undefined): string | undefined {
  if (newestEvent === undefined || !failure.test(newestEvent)) return undefined;
  const cause = causes.find(({ words }) => words.test(newestEvent));
  return sayTrouble(newestEvent, cause?.advice ?? launchAdvice(newestEvent));
}

/** What to do when ECS refuses to tag or to resize one. */
export function serviceAdvice({ message }: { readonly message: string }): string | undefined {
  return /long arn/i.test(message)
    ? 'The service has an ARN of the old form, which cannot be tagged: create it anew with the long form (ECS account settings).'
    : undefined;
}
