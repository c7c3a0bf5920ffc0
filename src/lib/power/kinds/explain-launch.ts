const wakeAgain = 'then wake it again';

/** Why EC2 could not start a machine, by its words in StateReason, refusals, activities and health issues alike. */
const causes: readonly { readonly words: RegExp; readonly advice: string }[] = [
  {
    // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/troubleshooting-launch.html
    words: /Client\.InternalError|Client error on launch/i,
    advice: `Whoever starts it may not use the KMS key of an encrypted volume: allow kms:CreateGrant on that key (to you, or to the role that starts it), see that the key is enabled, ${wakeAgain}.`,
  },
  {
    words:
      /InsufficientInstanceCapacity|InsufficientHostCapacity|UnfulfillableCapacity|capacity-not-available|sufficient .*capacity|no Spot capacity/i,
    advice: `AWS has no such machine free in that zone right now: wait some minutes, ${wakeAgain}, or allow another instance type or zone.`,
  },
  {
    words:
      /InstanceLimitExceeded|VcpuLimitExceeded|vCPU (?:capacity|limit)|MaxSpotInstanceCountExceeded|Max spot instance count/i,
    advice: `A quota of the account is used up: have it raised in Service Quotas (EC2), or stop something else, ${wakeAgain}.`,
  },
  {
    words: /VolumeLimitExceeded|volume quota/i,
    advice: `The account's quota of EBS volumes is used up: have it raised in Service Quotas (EBS), ${wakeAgain}.`,
  },
  {
    words: /InsufficientFreeAddresses|enough free (?:private )?(?:IP )?addresses|free addresses/i,
    advice: `Its subnet has no free addresses left: free some, or give it another subnet, ${wakeAgain}.`,
  },
  {
    words: /InvalidSnapshot|InvalidVolume|InvalidAMI|\bAMI\b.*(?:not|no longer)/i,
    advice: `A volume, snapshot or image that it needs is gone: restore it, or give it another, ${wakeAgain}.`,
  },
  {
    words: /InvalidKeyPair|InvalidGroup|security group .*not exist|launch template .*not (?:exist|valid)/i,
    advice: `Its launch template or configuration names something that is gone: correct it, ${wakeAgain}.`,
  },
  {
    words: /Server\.SpotInstance|Spot (?:request|price)/i,
    advice: 'AWS took its Spot capacity back: it can be started again when there is some.',
  },
  {
    words: /Server\.ScheduledStop/i,
    advice: 'AWS stopped it to retire the machine below it: started again, it runs on another.',
  },
  {
    words: /Server\.InternalError/i,
    advice: `That is AWS's own trouble: wait some minutes, ${wakeAgain}.`,
  },
];

/** What to do when EC2 says so; undefined when that isn't known. */
export function launchAdvice(words: string): string | undefined {
  return causes.find((cause) => cause.words.test(words))?.advice;
}
