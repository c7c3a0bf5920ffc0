/** Something that moves on the screen for as long as it is waited for. */
export interface Moving {
  start(): void;
  stop(): void;
}

const moving = new Set<Moving>();
let questions: Promise<unknown> = Promise.resolve();
let asking = 0;

/** Lets something move whenever nobody is being asked, until the returned function is called. */
export function move(indicator: Moving): () => void {
  moving.add(indicator);
  if (asking === 0) indicator.start();
  return () => {
    moving.delete(indicator);
    indicator.stop();
  };
}

/** Asks when the questions before are answered; nothing moves meanwhile, which would wipe the question away. */
export async function oneAtATime<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  asking += 1;
  for (const indicator of moving) indicator.stop();
  const answer = questions.then(ask, ask);
  questions = answer.catch(() => {});
  try {
    return await answer;
  } finally {
    asking -= 1;
    if (asking === 0) for (const indicator of moving) indicator.start();
  }
}
