/** What a setting belongs to. A broker is named by its id. */
export interface ConfigResource {
  readonly type: 'topic' | 'broker' | 'other';
  readonly name: string;
}

export const resourceTypeCodes = { topic: 2, broker: 4, other: 0 } as const;

export function resourceTypeOf(code: number): ConfigResource['type'] {
  if (code === resourceTypeCodes.topic) return 'topic';
  return code === resourceTypeCodes.broker ? 'broker' : 'other';
}
