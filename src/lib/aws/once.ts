/** Does the work when it is first asked for, once for everybody; after a failure the next one tries again. */
export function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | undefined;
  const forgetful = async () => {
    try {
      return await work();
    } catch (error) {
      result = undefined;
      throw error;
    }
  };
  return () => {
    result ??= forgetful();
    return result;
  };
}
