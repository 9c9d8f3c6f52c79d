import { getOwnProfile, listOwnSessions, loadProfiles } from '../accounts/index.js';
import { findMembership, isToBurn, listMessages } from '../conversations/index.js';
import { bounds, type AccountId, type ConversationId, type MemberCtx } from '../kernel/index.js';
import { shownMedia, type ArchiveEntry } from '../ports/index.js';
import {
  ownLists,
  selectListed,
  selectOwnConversations,
  selectOwnFiles,
  selectPinnedSeqs,
  type OwnConversation,
} from './own-data-store.js';

const README = `This is a copy of the data of your account. Times are in milliseconds since 1970.
messages/ has a file for each conversation, files/ the files that you sent, received or published.
`;

/**
 * The files of an account's own copy: profile, sessions, lists, the messages that it may still see, and the stored files.
 * Reads a page at a time. `onEntry` is called before each file with the number of files before it.
 */
export async function* ownData(
  ctx: MemberCtx,
  onEntry: (done: number) => Promise<void>,
): AsyncGenerator<ArchiveEntry> {
  let done = 0;
  for await (const entry of entriesOf(ctx)) {
    await onEntry(done++);
    yield entry;
  }
}

async function* entriesOf(ctx: MemberCtx): AsyncGenerator<ArchiveEntry> {
  yield text('readme.txt', [README]);
  yield text('profile.json', [JSON.stringify(await getOwnProfile(ctx), null, 1)]);
  yield text('sessions.json', [JSON.stringify(await listOwnSessions(ctx), null, 1)]);
  for (const name of Object.keys(ownLists)) yield text(`${name}.json`, jsonArray(rowsOf(ctx, name)));
  for await (const { id, kind, name } of conversationsOf(ctx))
    yield text(`messages/${id}-${kind}.json`, jsonArray(messagesOf(ctx, id, name)));
  for await (const key of filesOf(ctx)) {
    const file = await ctx.ports.blobs.open(key);
    if (file) yield { name: `files/${key}`, isCompressible: !isMedia(key), content: file.read() };
  }
}

function text(name: string, parts: Iterable<string> | AsyncIterable<string>): ArchiveEntry {
  return { name, isCompressible: true, content: encoded(parts) };
}

async function* encoded(parts: Iterable<string> | AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const part of parts) yield Buffer.from(part);
}

async function* jsonArray(rows: AsyncIterable<unknown>): AsyncGenerator<string> {
  let before = '[\n';
  for await (const row of rows) {
    yield `${before}${JSON.stringify(row)}`;
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}

async function* rowsOf(ctx: MemberCtx, name: string): AsyncGenerator<unknown> {
  const list = ownLists[name];
  const limit = bounds.job.rowsExportedAtOnce;
  for (let key = 0; list !== undefined;) {
    const page = await selectListed(ctx, list, key, limit);
    for (const { row } of page) yield row;
    const last = page.at(-1);
    if (!last || page.length < limit) return;
    key = last.key;
  }
}

async function* conversationsOf(ctx: MemberCtx): AsyncGenerator<OwnConversation> {
  const limit = bounds.job.rowsExportedAtOnce;
  for (let after = 0; ;) {
    const page = await selectOwnConversations(ctx, after, limit);
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < limit) return;
    after = last.id;
  }
}

/** The messages that the caller may still see, with the names that the caller sees. */
async function* messagesOf(ctx: MemberCtx, id: ConversationId, name: string): AsyncGenerator<unknown> {
  const membership = await findMembership(ctx, id);
  if (!membership || membership.isHidden) return;
  const pinned = await selectPinnedSeqs(ctx, { id });
  yield { conversation: id, name };
  for (let after = 0; ;) {
    const { entries, hasMore } = await listMessages(ctx, membership, {
      after,
      limit: bounds.job.rowsExportedAtOnce,
    });
    const senders = entries.flatMap(({ senderId, alias }) =>
      senderId === 0 || alias !== null ? [] : [senderId],
    );
    const profiles = await loadProfiles(ctx, senders);
    for (const entry of entries) {
      const { seq, senderId, alias, type, sentAt, editedAt, replyTo, gone, mentions, reactions } = entry;
      const from = alias ?? profiles.get(senderId as AccountId)?.nickname ?? '';
      const isOwn = senderId === ctx.actor;
      // What burns after reading was meant for one look.
      const content = entry.isWithheld || (!isOwn && isToBurn(entry)) ? null : entry.content;
      const isPinned = pinned.has(seq);
      yield {
        seq,
        from,
        isOwn,
        type,
        sentAt,
        editedAt,
        replyTo,
        gone,
        isPinned,
        mentions,
        reactions,
        content,
      };
    }
    const last = entries.at(-1);
    if (!last || !hasMore) return;
    after = last.seq;
  }
}

async function* filesOf(ctx: MemberCtx): AsyncGenerator<string> {
  const limit = bounds.job.rowsExportedAtOnce;
  for (let after = ''; ;) {
    const page = await selectOwnFiles(ctx, after, limit);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < limit) return;
    after = last;
  }
}

function isMedia(key: string): boolean {
  return shownMedia.has(key.slice(key.lastIndexOf('.') + 1).toLowerCase());
}
