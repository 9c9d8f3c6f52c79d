/** A plan for sale: VIP for a number of months. */
export interface Plan {
  readonly id: number;
  readonly code: string;
  readonly name: string;
  readonly months: number;
  /** Currency symbol before the price. */
  readonly currency: string;
  /** In hundredths. */
  readonly price: number;
  /** Tickets per day. */
  readonly tickets: number;
  readonly note: string;
  readonly extraData: string;
  /** Product ids in the stores; null if the plan is not sold there. */
  readonly appleProductId: string | null;
  readonly googleProductId: string | null;
  /** No longer offered; existing holders keep it. */
  readonly isHidden: boolean;
}

/** The fields of a plan to set; omitted ones stay or get their default. */
export type PlanInput = { readonly [K in keyof Omit<Plan, 'id' | 'code'>]?: Plan[K] };
