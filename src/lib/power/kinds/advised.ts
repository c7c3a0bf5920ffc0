import { AwsError } from '../../aws/aws-errors.js';

/**
 * The same, but an error of AWS's says what to do about it where that is known. It stays what it was: its code and its
 * words are the same.
 */
export async function advised<Result>(
  work: Promise<Result>,
  advice: (error: AwsError) => string | undefined,
): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    // What is of a more special class has its own advice.
    if (!(error instanceof AwsError) || error.constructor !== AwsError || error.hint !== undefined)
      throw error;
    const hint = advice(error);
    if (hint === undefined) throw error;
    throw new AwsError(error.code, error.message, { hint, cause: error.cause });
  }
}
