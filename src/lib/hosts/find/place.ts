/** Where in AWS instances are looked for. */
export interface AwsPlace {
  readonly region: string;
  /** Twelve digits; undefined as long as nobody needed to know. */
  readonly accountId?: string | undefined;
  /** The profile of the AWS configuration that is used, when one was chosen. */
  readonly profile?: string | undefined;
}

/** `ap-northeast-2 (account 123456789012)` */
export function placeWords({ region, accountId }: AwsPlace): string {
  return accountId === undefined ? region : `${region} (account ${accountId})`;
}
