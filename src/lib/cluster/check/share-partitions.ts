/** Pure: partitions dealt out to members in turn; who gets none has an empty share. */
export function sharePartitions(
  members: readonly string[],
  partitions: readonly number[],
): readonly { readonly member: string; readonly partitions: readonly number[] }[] {
  return members.map((member, place) => ({
    member,
    partitions: partitions.filter((_, index) => index % members.length === place),
  }));
}

/**
 * Pure: whether members agree: all are in one generation of their group, and every partition is in one hand.
 * @param shares undefined for a member that is still joining
 */
export function isShared(
  shares: readonly ({ readonly generation: number; readonly partitions: readonly number[] } | undefined)[],
  partitions: readonly number[],
): boolean {
  const settled = shares.filter((one) => one !== undefined);
  if (settled.length < shares.length) return false;
  const given = settled.flatMap((one) => one.partitions);
  const isOneGeneration = new Set(settled.map(({ generation }) => generation)).size === 1;
  return (
    isOneGeneration && given.length === partitions.length && partitions.every((id) => given.includes(id))
  );
}
