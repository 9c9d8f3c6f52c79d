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
    ...(isPlace(after) && { after }),
    ...(isId(agentsAfter) && { agentsAfter }),
  };
}

/** What the address of the own desk says. */
export interface DeskFilters {
  /** The customer whose conversation is open. */
  readonly customer?: number | undefined;
  /** The place behind which the page of customers begins. */
  readonly after?: string | undefined;
}

/** The same of the own desk. */
export function readDeskFilters({ customer, after }: Record<string, unknown>): DeskFilters {
  return {
    ...(isId(customer) && { customer }),
    ...(isPlace(after) && { after }),
  };
}

function isPlace(value: unknown): value is string {
  return typeof value === 'string' && /^\d{1,16}-\d{1,9}$/.test(value);
}

function isId(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0 && (value as number) < 2 ** 31;
}
