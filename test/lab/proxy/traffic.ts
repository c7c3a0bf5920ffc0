export interface ProxiedRequest {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly correlationId: number;
  /** Which of the proxy's connections it came on, counted from 1. */
  readonly connection: number;
  /** When the client sent it, by `performance.now()`. */
  readonly at: number;
  /** One more than the highest round of the requests that the client had an answer to by then. */
  readonly round: number;
}

/** What went through one proxy, or through several that share it. */
export interface Traffic {
  readonly requests: readonly ProxiedRequest[];
  rounds(): number;
  /** Bytes that brokers answered with. */
  bytes(): number;
  reset(): void;
  arrived(bytes: number): void;
  sent(request: Omit<ProxiedRequest, 'at' | 'round'>): ProxiedRequest;
  answered(request: ProxiedRequest): void;
}

export function recordTraffic(): Traffic {
  const requests: ProxiedRequest[] = [];
  let answeredRound = 0;
  let bytes = 0;
  return {
    requests,
    rounds: () => requests.at(-1)?.round ?? 0,
    bytes: () => bytes,
    arrived(more) {
      bytes += more;
    },
    reset() {
      requests.length = 0;
      bytes = 0;
      answeredRound = 0;
    },
    sent(request) {
      const recorded = { ...request, at: performance.now(), round: answeredRound + 1 };
      requests.push(recorded);
      return recorded;
    },
    answered(request) {
      // One from before the last reset has no part in today's rounds.
      if (requests.lastIndexOf(request) !== -1) answeredRound = Math.max(answeredRound, request.round);
    },
  };
}
