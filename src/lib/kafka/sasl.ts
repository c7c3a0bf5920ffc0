import type { Auth } from './auth.js';
import { bearerLogin } from './bearer-login.js';

/** How kafkajs lets a mechanism of our own talk to the broker. The bytes have their length before them, 4 bytes. */
export type AuthenticationProvider = (broker: {
  saslAuthenticate(exchange: {
    request: { encode: () => Promise<Buffer> };
    response: { decode: (bytes: Buffer) => Promise<Buffer>; parse: (bytes: Buffer) => Promise<Buffer> };
  }): Promise<Buffer>;
}) => { authenticate(): Promise<void> };

/** kafkajs' form of the credentials. */
export type Sasl =
  | { readonly mechanism: string; readonly username: string; readonly password: string }
  | { readonly mechanism: 'oauthbearer'; readonly authenticationProvider: AuthenticationProvider };

/**
 * The credentials for one connection, undefined when the listener wants none. A token is asked for at once, so that it is
 * there when the connection is; `ready` waits for it.
 */
export function saslOf(auth: Auth): { readonly sasl: Sasl | undefined; readonly ready: Promise<unknown> } {
  const ready = Promise.resolve();
  if (auth.mechanism === 'none' || auth.mechanism === 'tls') return { sasl: undefined, ready };
  if (auth.mechanism === 'iam') {
    const first = auth.token();
    let next: Promise<string> | undefined = first;
    const token = () => {
      const given = next ?? auth.token();
      next = undefined;
      return given;
    };
    return { sasl: { mechanism: 'oauthbearer', authenticationProvider: bearerLogin(token) }, ready: first };
  }
  const mechanism = auth.mechanism === 'plain' ? 'plain' : auth.algorithm;
  return { sasl: { mechanism, username: auth.username, password: auth.password.reveal() }, ready };
}
