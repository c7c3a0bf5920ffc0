import { AwsNotFoundError } from './aws-errors.js';

/** The answer; undefined when there is no such thing. */
export async function unlessNotFound<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AwsNotFoundError) return undefined;
    throw error;
  }
}
