import * as v from 'valibot';
import { algorithms, authKeys, mechanisms, misfitOf, missingKeys, needFor } from './auth-rules.js';
import { exampleReference, wholeReference } from './reference-syntax.js';
import { flag, text, word } from './schema-text.js';

const example = exampleReference('KAFKA_PASSWORD');

const password = v.pipe(
  text(`The password, by reference only, as in ${example}; the value itself never stands here.`),
  v.regex(wholeReference, `a secret is given by reference only, as in "${example}"`),
);

const keys = v.strictObject({
  mechanism: word(
    mechanisms,
    'How exops proves who it is: none, tls (a client certificate, or just encryption), scram, plain or iam (of MSK).',
  ),
  username: v.exactOptional(text('The user; for scram and plain.')),
  password: v.exactOptional(password),
  algorithm: v.exactOptional(word(algorithms, 'The hash of scram; sha-512 when left out.')),
  tls: v.exactOptional(flag('Whether scram or plain go over TLS; true when left out.')),
  ca: v.exactOptional(
    text("A PEM file with the authorities to trust instead of the system's; relative to this file."),
  ),
  certificate: v.exactOptional(text('A PEM file with the client certificate; relative to this file.')),
  key: v.exactOptional(text("A PEM file with the client certificate's key; relative to this file.")),
  serverName: v.exactOptional(
    text("The name that the brokers' certificates carry, when it isn't their host."),
  ),
});

/** The `auth` block: its keys, and which of them go together. */
export const authSchema = v.pipe(
  keys,
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const auth = dataset.value;
    for (const key of authKeys.filter((one) => auth[one] !== undefined)) {
      const message = misfitOf(key, { mechanism: auth.mechanism, tls: auth.tls });
      const at = { type: 'object', origin: 'value', input: { ...auth }, key, value: auth[key] } as const;
      if (message !== undefined) addIssue({ message, path: [at] });
    }
    for (const key of missingKeys(auth.mechanism, (one) => auth[one] !== undefined))
      addIssue({ message: needFor(key, auth.mechanism) });
  }),
  v.description('How exops authenticates to the cluster; no authentication when left out.'),
);
