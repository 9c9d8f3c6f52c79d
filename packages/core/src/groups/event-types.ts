import type { AccountId } from '../kernel/ids.js';

/** A person who requests to join a group, as shown to its managers. */
export interface Applicant {
  readonly id: AccountId;
  readonly nickname: string;
  readonly sex: 0 | 1;
  readonly avatarName: string | null;
}

/** The data of the area's events in an account's own stream. */
export interface GroupsEventData {
  /** A person has requested to join a group that the account manages. */
  group_request: { requestId: number; listId: string; groupName: string; applicant: Applicant };
  /** Another manager of the group has answered a request to join. */
  group_request_handled: { requestId: number; listId: string; isAccepted: boolean };
}
