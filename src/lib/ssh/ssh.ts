import type { Duplex } from 'node:stream';

/** A key that a host proved to have. */
export interface HostKey {
  /** `ssh-ed25519`, `ecdsa-sha2-nistp256`, … */
  readonly type: string;
  /** The key itself, as in an OpenSSH public key line. */
  readonly base64: string;
}

/** What it takes to get in. The steps run in this order, each only when the one before succeeded. */
export interface SshLogin {
  readonly user: string;
  /** How the host is called in messages: `kafka (i-0123456789abcdef0)`. */
  readonly name: string;
  /** Opens the way to the host's SSH port; rejects with an error that says why it can't. */
  dial(signal: AbortSignal): Promise<Duplex>;
  /** Key types to negotiate first: those that are known of this host. */
  readonly knownKeyTypes: readonly string[];
  /** Resolves when the key is the host's; rejects otherwise. May ask somebody, however long that takes. */
  verify(key: HostKey): Promise<void>;
  /** Makes the host accept this public key line for a while; called again once when the first try is refused. */
  authorize(publicKey: string): Promise<void>;
  /** Milliseconds that the network and the server may take, people not counted; 20,000 when left out. */
  readonly timeoutMs?: number;
  /** Told about each step, for `--verbose`; nothing secret is in it. */
  trace(event: string): void;
}

/** How a remote command ended. */
export interface RemoteExit {
  /** Undefined when a signal ended it, or the connection did. */
  readonly code: number | undefined;
  /** With SIG: `SIGKILL`. */
  readonly signal: string | undefined;
}

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

export interface ExecOptions {
  /** Runs it on a terminal of this kind and size. */
  readonly pty?: TerminalSize & { readonly term: string };
  /** Variables for the remote side, which sshd may well not accept. */
  readonly env?: Readonly<Record<string, string>>;
}

/** A command that runs on the host. */
export interface RemoteProcess {
  /** Write for its stdin, read for its stdout; both binary. */
  readonly stdio: Duplex;
  readonly stderr: NodeJS.ReadableStream;
  /** Resolves when it ended and all of its output has arrived; rejects with SshConnectionLostError. */
  readonly exit: Promise<RemoteExit>;
  resize(size: TerminalSize): void;
  /** Without SIG: `INT`, `TERM`. sshd hands it to the command's process group; a process in a container doesn't get it. */
  signal(name: string): void;
}

/** An open, verified connection to a host. */
export interface SshSession {
  /** Runs one string in the user's login shell: build it with `quoteCommand`. */
  exec(command: string, options?: ExecOptions): Promise<RemoteProcess>;
  /** The user's login shell on a terminal. */
  shell(pty: TerminalSize & { readonly term: string }): Promise<RemoteProcess>;
  /** A connection from the host to an address, which the host resolves. */
  forward(host: string, port: number): Promise<Duplex>;
  /** Resolves with the reason once the connection is gone; undefined after `close`. */
  readonly lost: Promise<Error | undefined>;
  close(): void;
}

/** Connects, verifies, logs in. */
export type ConnectSsh = (login: SshLogin, signal: AbortSignal) => Promise<SshSession>;
