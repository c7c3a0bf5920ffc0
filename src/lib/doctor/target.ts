import type { Target } from '../change/plan-document.js';
import type { EnvironmentSettings } from '../config/environment-settings.js';
import { referencesIn } from '../config/reference-syntax.js';
import type { Setting } from '../config/setting.js';

/** What is looked at, as far as that stands in the file or the flags: nothing has been asked yet. */
export function targetOf({ name, aws, cluster }: EnvironmentSettings): Target {
  const brokers = cluster?.brokers.map(plain).filter((text) => text !== undefined) ?? [];
  return {
    environment: name?.value,
    account: plain(aws.accountId),
    region: plain(aws.region),
    kind: cluster?.kind.value,
    brokers: brokers.length === 0 ? undefined : brokers.join(','),
  };
}

function plain(setting: Setting | undefined): string | undefined {
  return setting === undefined || referencesIn(setting.value).length > 0 ? undefined : setting.value;
}

/** `msk · 123456789012 ap-northeast-2`, each part printable; the brokers where no environment is named. */
export function targetWords({ environment, account, region, brokers }: Target): readonly string[] {
  const place = [account, region].filter((word) => word !== undefined).join(' ');
  return [environment ?? brokers, place].filter((word) => word !== undefined && word !== '').map(String);
}
