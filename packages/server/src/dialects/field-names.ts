import type { DomainError } from '@kith/core/kernel';

/** The names that both APIs have for the fields that core names in its refusals, where they differ. */
export const fieldNames: Readonly<Record<string, string>> = {
  accountIds: 'users',
  authorId: 'user_id',
  fileCount: 'len',
  fromMessageId: 'last_message_id',
  listIds: 'list_ids',
  phoneNumber: 'mobile',
  planCode: 'plan_code',
  reasonId: 'block_reason_id',
  repeatedPassword: 'pass3',
  reportText: 'report_text',
  successorId: 'trans_user_id',
  targetId: 'target_id',
  toId: 'user_id',
  waveKind: 'is_wave',
};

/** The name of a refusal's field on the wire. */
export function fieldNameOf({ detail: { field } }: DomainError): string | undefined {
  return field !== undefined && Object.hasOwn(fieldNames, field) ? fieldNames[field] : field;
}
