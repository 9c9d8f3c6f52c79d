/** The data of the area's events in an account's own stream. */
export interface SupportEventData {
  /** A support conversation was assigned to the account. */
  conversation_assigned: { listId: string };
}
