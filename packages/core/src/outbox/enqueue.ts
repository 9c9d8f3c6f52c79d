import type { AccountId, Ctx, Tx } from '../kernel/index.js';
import { bounds } from '../kernel/index.js';
import { maskAddress } from './rules.js';
import {
  deleteMessagesBefore,
  insertMessages,
  selectNewestMessages,
  updateDue,
  type MessageRecord,
} from './store.js';
import { LANGUAGES, type Channel, type Language, type MessagePurpose, type NoticePurpose } from './texts.js';

/**
 * Stores a code to be sent after the commit of the change that it belongs to. With `isVoid` nothing will be sent, but the
 * request takes the same time and leaves the same record.
 */
export async function enqueueCode(
  tx: Tx,
  message: {
    channel: Channel;
    purpose: MessagePurpose;
    accountId?: AccountId | undefined;
    address: string;
    code: string;
    locale: Language;
    lifeMs: number;
    isVoid: boolean;
  },
): Promise<void> {
  const { channel, purpose, accountId, address, code, locale, lifeMs, isVoid } = message;
  await insertMessages(tx, [
    {
      channel,
      purpose,
      accountId,
      address: isVoid ? null : address,
      code: isVoid ? null : code,
      maskedAddress: maskAddress(address),
      locale,
      expiresAt: tx.now() + lifeMs,
    },
  ]);
}

/**
 * Stores a mail that tells of a change, to be sent after the commit of that change. Without a mail server nothing is to be
 * sent.
 */
export async function enqueueNotice(
  tx: Tx,
  notice: { purpose: NoticePurpose; accountId: AccountId; address: string; locale: Language },
): Promise<void> {
  await insertNotices(tx, [notice]);
}

/** A letter to a person: its words by language. */
export interface Letter {
  readonly accountId: AccountId;
  readonly address: string;
  readonly texts: Readonly<Partial<Record<Language, string>>>;
}

/**
 * Stores mails with letters like `enqueueNotice`. Each has the words of all its languages, because nobody has said in which
 * language the person reads.
 */
export async function enqueueLetters(tx: Tx, letters: readonly Letter[]): Promise<void> {
  const notices = letters.map(({ accountId, address, texts }) => {
    const languages = LANGUAGES.filter((language) => texts[language]);
    const letter = languages.map((language) => texts[language]).join('\n\n');
    return { purpose: 'letter', accountId, address, letter, locale: languages[0] ?? 'en' } as const;
  });
  await insertNotices(tx, notices);
}

async function insertNotices(
  tx: Tx,
  notices: readonly {
    purpose: NoticePurpose;
    accountId: AccountId;
    address: string;
    letter?: string;
    locale: Language;
  }[],
): Promise<void> {
  if (!tx.ports.mail.isAvailable || notices.length === 0) return;
  const expiresAt = tx.now() + bounds.outbox.noticeLifeMs;
  await insertMessages(
    tx,
    notices.map((notice) => ({
      ...notice,
      channel: 'mail',
      code: null,
      maskedAddress: maskAddress(notice.address),
      expiresAt,
    })),
  );
}

/** The newest messages of a tenant, for its operator. */
export function listMessages(ctx: Ctx, channel: Channel): Promise<MessageRecord[]> {
  return selectNewestMessages(ctx, channel, bounds.outbox.listed);
}

/** Lets the next attempt of a waiting message begin now; returns whether one waits. */
export function sendSoon(tx: Tx, id: number): Promise<boolean> {
  return updateDue(tx, id);
}

/** Deletes old records. Run periodically. */
export async function sweepMessages(ctx: Ctx): Promise<void> {
  await deleteMessagesBefore(ctx, ctx.now() - bounds.outbox.keptMs);
}
