import type { AccountsEvent, AccountsEventData } from '../accounts/event-types.js';
import type { BillingEventData } from '../billing/event-types.js';
import type { CallsEvent, CallsEventData } from '../calls/event-types.js';
import type { ContactsEventData } from '../contacts/event-types.js';
import type { ConversationsEvent, ConversationsEventData } from '../conversations/event-types.js';
import type { GroupsEventData } from '../groups/event-types.js';
import type { MomentsEvent, MomentsEventData } from '../moments/event-types.js';
import type { PhotosEventData } from '../photos/event-types.js';
import type { SupportEventData } from '../support/event-types.js';
import type { TenantsEvent } from '../tenants/event-types.js';
import type { VideosEvent } from '../videos/event-types.js';
import type { AccountId, TenantId } from './ids.js';

/** The event data of an account's own stream; each area declares its own events. */
export interface AccountEventData
  extends
    AccountsEventData,
    ContactsEventData,
    BillingEventData,
    ConversationsEventData,
    GroupsEventData,
    MomentsEventData,
    PhotosEventData,
    SupportEventData,
    CallsEventData {}

/** The type of an event in an account's own stream. */
export type AccountEventType = keyof AccountEventData;

/** One committed event of an account's own stream. */
export type AccountEvent = {
  [T in AccountEventType]: {
    readonly position: number;
    readonly type: T;
    readonly data: AccountEventData[T];
  };
}[AccountEventType];

/** Notifications that core publishes after the commit. A subscriber may miss one: the streams are authoritative. */
export type DomainEvent =
  | TenantsEvent
  | AccountsEvent
  | ConversationsEvent
  | MomentsEvent
  | VideosEvent
  | CallsEvent
  | {
      readonly type: 'account_event';
      readonly tenantId: TenantId;
      readonly accountId: AccountId;
      readonly event: AccountEvent;
    };

/** Publishes an event; within a transaction, after its commit. */
export type Emit = (event: DomainEvent) => void;
