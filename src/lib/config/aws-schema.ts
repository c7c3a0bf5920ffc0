import * as v from 'valibot';
import { text } from './schema-text.js';

const accountId = v.pipe(
  text('The twelve digits of the account that the credentials must be of; exops touches no other.'),
  v.regex(/^\d{12}$|\$\{/, 'expected the twelve digits of an account id, in quotes'),
);

/** The `aws` block of an environment. */
export const awsSchema = v.pipe(
  v.strictObject({
    profile: v.exactOptional(text("A profile of the AWS configuration; the SDK's own choice when left out.")),
    region: v.exactOptional(text('The region, as in ap-northeast-2.')),
    accountId: v.exactOptional(accountId),
  }),
  v.description('Where in AWS this environment is, and as whom exops asks.'),
);
