/** What the address says about the conversations and agents that are shown. */
export interface SupportFilters {
  /** The id of the agent whose conversations are shown. */
  readonly agent?: number;
  readonly state?: 'waiting';
  /** The place behind which the page of conversations begins. */
  readonly after?: string;
  /** The id behind which the page of agents begins. */
  readonly agentsAfter?: number;
}

/** The filters in an address; what cannot be one is left out. */
export function readSupportFilters({
  agent,
  state,
  after,
  agentsAfter,
}: Record<string, unknown>): SupportFilters {
  return {
    ...(isId(agent) && { agent }),
    ...(state === 'waiting' && { state }),
    ...(typeof after === 'string' && /^\d{1,16}-\d{1,9}$/.test(after) && { after }),
    ...(isId(agentsAfter) && { agentsAfter }),
  };
}

function isId(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0 && (value as number) < 2 ** 31;
}
