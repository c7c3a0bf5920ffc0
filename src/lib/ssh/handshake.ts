import type { NextAuthHandler, ParsedKey, VerifyCallback } from 'ssh2';
import { printable } from '../terminal/printable.js';
import { SshHandshakeError } from './errors.js';
import { type Attempt, explainFailure, explainRefusal, refusedKey } from './explain-failure.js';
import { fingerprint } from './fingerprint.js';
import { publicKeyOf } from './public-key.js';
import type { SshLogin } from './ssh.js';
import type { TimeLimit } from './time-limit.js';

interface Dependencies {
  readonly login: SshLogin;
  readonly limit: TimeLimit;
  readonly key: { readonly publicKey: string; readonly signer: ParsedKey };
  /** Told why the login failed; only the first reason counts. */
  readonly fail: (reason: unknown) => void;
}

/** A login under way: it puts to whoever knows what ssh2 wants to know, and says what went wrong. */
export class Handshake {
  readonly #given: Dependencies;
  readonly #attempt: { -readonly [Field in keyof Attempt]: Attempt[Field] };
  #question: Promise<void> = Promise.resolve();
  #hasEnded = false;
  #verified: string | undefined;

  constructor(given: Dependencies) {
    this.#given = given;
    const { name, user } = given.login;
    this.#attempt = {
      name: printable(name),
      user: printable(user),
      stage: 'handshake',
      heard: () => Buffer.alloc(0),
      refusals: 0,
    };
  }

  /** Lets it know what the server says. */
  hear(heard: () => Buffer): void {
    this.#attempt.heard = heard;
  }

  /** The connection ended. Whoever is being asked may be a person, and is let finish. */
  end(error?: Error): void {
    this.#hasEnded = true;
    const failure = explainFailure(error, this.#attempt);
    void this.#question.then(() => this.#given.fail(failure));
  }

  /** Has the host's key verified, once: ssh2 asks again whenever the keys of a long connection are renewed. */
  verify(bytes: Buffer, answer: VerifyCallback): void {
    const { login, limit, fail } = this.#given;
    const hostKey = publicKeyOf(bytes);
    if (hostKey === undefined) {
      fail(new SshHandshakeError(`${this.#attempt.name} presented a host key that makes no sense.`));
      return;
    }
    if (this.#verified !== undefined) {
      answer(hostKey.base64 === this.#verified);
      return;
    }
    this.#attempt.stage = 'host key';
    login.trace(`host key ${hostKey.type} ${fingerprint(hostKey)}`);
    const onVerified = () => {
      login.trace('host key verified');
      this.#verified = hostKey.base64;
      this.#attempt.stage = 'login';
      limit.enter('login');
      answer(true);
    };
    this.#ask(() => login.verify(hostKey), onVerified, fail);
  }

  /**
   * Has the key authorized and offers it; once more when the server refused it.
   * @param offered the ways to log in that the server goes on with; null before the first try
   */
  offerKey(offered: readonly string[] | null, isPartial: boolean, offer: NextAuthHandler): void {
    const { login, key, fail } = this.#given;
    const attempt = this.#attempt;
    if (offered !== null) {
      attempt.refusals += 1;
      const refusal = explainRefusal(attempt, offered, isPartial);
      if (refusal !== undefined) {
        fail(refusal);
        return;
      }
      login.trace('key refused; authorizing it once more');
    }
    const onAuthorized = () => {
      login.trace('key authorized');
      offer({ type: 'publickey', username: login.user, key: key.signer });
    };
    const onRefused = (error: unknown) => fail(attempt.refusals === 0 ? error : refusedKey(attempt, error));
    this.#ask(() => login.authorize(key.publicKey), onAuthorized, onRefused);
  }

  #ask(work: () => Promise<void>, onAnswer: () => void, onRefusal: (error: unknown) => void): void {
    const answered = () => {
      if (!this.#hasEnded) onAnswer();
    };
    const broken = (error: unknown) => this.end(error instanceof Error ? error : new Error(String(error)));
    this.#question = this.#given.limit.uncounted(work).then(answered, onRefusal).catch(broken);
  }
}
