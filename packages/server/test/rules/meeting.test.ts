import { isVisible, listForbiddenPairs, mayMeet, mayMeetRow } from '@kith/core/contacts';
import { DomainError, type AccountId, type ConversationId, type MemberCtx } from '@kith/core/kernel';
import { sql, type RawBuilder } from 'kysely';
import { expect, test } from 'vitest';
import { useKith } from '../harness/kith.js';
import { makeTenant, operator } from '../im/operator.js';

/*
 * Two people meet, or not, in five statements: lists of people, existing conversations, pairs of groups and cards, the
 * batch that stores messages, and the files that a new message may name. Here each of them judges every pair of ages, of
 * hidings and of blocks.
 */
const kith = useKith();

interface Somebody {
  readonly id: number;
  readonly ageStatus: 0 | 1 | 2;
  readonly isProven: boolean;
  readonly isHidden: boolean;
  /** The block between this one and everybody of the other side. */
  readonly block: 'none' | 'given' | 'received';
}

interface Pair {
  readonly low: Somebody;
  readonly high: Somebody;
  readonly conversationId: ConversationId;
}

type Rule = (a: Somebody, b: Somebody) => boolean;

test.each(['adult', 'isolated'] as const)(
  'where unknown ages count as %s, every statement lets the same people meet',
  async (ageUnknown) => {
    const tenant = await makeTenant(kith, { ageUnknown });
    const ctx = await operator(kith, tenant);
    const lows = await insertPeople(tenant, 'low', ['none']);
    const highs = await insertPeople(tenant, 'high', ['none', 'given', 'received']);
    const pairs = await introduce(tenant, lows, highs);
    expect(pairs).toHaveLength(12 * 36);

    const isSameAge: Rule = (a, b) =>
      groupOf(a, ageUnknown) !== undefined && groupOf(a, ageUnknown) === groupOf(b, ageUnknown);
    const isUnblocked: Rule = (a, b) => a.block === 'none' && b.block === 'none';
    const meets: Rule = (a, b) => isSameAge(a, b) && isUnblocked(a, b) && !b.isHidden;

    expect(await visiblePairs(ctx)).toEqual(pairsThat(pairs, meets));
    for (const meet of [mayMeetOne, mayMeetMany, mayMeetRow])
      expect(await meetingPairs(ctx, lows, highs, meet)).toEqual(pairsThat(pairs, meets));
    expect(await pairsThatSeeFiles(tenant, pairs)).toEqual(pairsThat(pairs, meets));

    const forbidden = await listForbiddenPairs(ctx, lows.map(idOf), highs.map(idOf));
    expect(named(forbidden)).toEqual(
      named(
        pairs
          .filter(({ low, high }) => !isSameAge(low, high) || !isUnblocked(low, high))
          .map(({ low, high }) => [low.id, high.id]),
      ),
    );

    const verdicts = await Promise.all(pairs.map((pair) => verdictOf(ctx, pair)));
    expect(verdicts).toEqual(
      pairs.map(({ low, high }) =>
        !isUnblocked(low, high) ? 'blocked' : meets(low, high) ? 'stored' : 'not_found',
      ),
    );
  },
);

function groupOf({ ageStatus, isProven }: Somebody, ageUnknown: 'adult' | 'isolated'): string | undefined {
  if (ageStatus === 2) return isProven ? 'minor' : undefined;
  return ageStatus === 0 && ageUnknown === 'isolated' ? 'unknown' : 'adult';
}

/** One of each kind. */
async function insertPeople(
  tenant: number,
  prefix: string,
  blocks: readonly Somebody['block'][],
): Promise<Somebody[]> {
  const kinds = blocks.flatMap((block) =>
    ([0, 1, 2] as const).flatMap((ageStatus) =>
      [false, true].flatMap((isProven) =>
        [false, true].map((isHidden) => ({ ageStatus, isProven, isHidden, block })),
      ),
    ),
  );
  const rows = await kith.sql<{ id: number }>(
    `insert into accounts (tenant_id, username, username_key, nickname, letter, grams, signature, sex, created_at,
       updated_at, last_seen_at, age_status, is_age_proven, is_shadow_limited)
     select $1, $2 || n, $2 || n, $2 || n, 'P', '{}', '', 0, 1, 1, 1, age, proven, hidden
     from unnest($3::int[], $4::boolean[], $5::boolean[]) with ordinality as t(age, proven, hidden, n) order by n
     returning id`,
    [
      tenant,
      prefix,
      kinds.map(({ ageStatus }) => ageStatus),
      kinds.map(({ isProven }) => isProven),
      kinds.map(({ isHidden }) => isHidden),
    ],
  );
  return kinds.map((kind, index) => ({ ...kind, id: rows[index]!.id }));
}

/** Makes everybody of one side friends of everybody of the other, with a conversation, and then blocks. */
async function introduce(
  tenant: number,
  lows: readonly Somebody[],
  highs: readonly Somebody[],
): Promise<Pair[]> {
  const pairs = lows.flatMap((low) => highs.map((high) => ({ low, high })));
  const values = [tenant, pairs.map(({ low }) => low.id), pairs.map(({ high }) => high.id)];
  const made = await kith.sql<{ id: string }>(
    `with made as (
       insert into conversations (tenant_id, list_id, kind, low_id, high_id, created_at)
       select $1, gen_random_uuid(), 'single', low, high, 1 from unnest($2::int[], $3::int[]) as t(low, high)
       returning id, low_id, high_id
     ),
     joined as (
       insert into members (tenant_id, conversation_id, account_id, created_at)
       select $1, id, unnest(array[low_id, high_id]), 1 from made
     ),
     friends as (
       insert into friends (tenant_id, account_id, friend_id, source, created_at)
       select $1, a, b, 0, 1 from made, lateral (values (low_id, high_id), (high_id, low_id)) as t(a, b)
     )
     select id from made order by low_id, high_id`,
    values,
  );
  await kith.sql(
    `insert into blocks (tenant_id, account_id, blocked_id, created_at)
     select $1, a, b, 1 from unnest($2::int[], $3::int[]) as t(a, b)`,
    [
      tenant,
      ...[0, 1].map((side) =>
        pairs
          .filter(({ high }) => high.block !== 'none')
          .map(({ low, high }) => (high.block === 'given' ? [high.id, low.id] : [low.id, high.id])[side]),
      ),
    ],
  );
  return pairs.map((pair, index) => ({
    ...pair,
    conversationId: Number(made[index]!.id) as ConversationId,
  }));
}

type Ctx = Awaited<ReturnType<typeof operator>>;

async function visiblePairs(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ v: number; a: number }>`
    select v.id as v, a.id as a from accounts v join accounts a on a.tenant_id = v.tenant_id and a.id <> v.id
    where v.tenant_id = ${ctx.tenant.id} and left(v.username, 1) <> left(a.username, 1)
      and ${isVisible(ctx.tenant, 'v', 'a')}
  `.execute(ctx.db);
  return named(rows.map(({ v, a }) => [v, a]));
}

const mayMeetOne = (caller: ReturnType<typeof as>, alias: string) => mayMeet(caller, sql.ref(`${alias}.id`));
const mayMeetMany = (caller: ReturnType<typeof as>, alias: string) =>
  mayMeet(caller, sql.ref(`${alias}.id`), 'many');

async function meetingPairs(
  ctx: Ctx,
  lows: readonly Somebody[],
  highs: readonly Somebody[],
  meet: (caller: ReturnType<typeof as>, alias: string) => RawBuilder<boolean>,
): Promise<string[]> {
  const found: [number, number][] = [];
  for (const [callers, others] of [
    [lows, highs],
    [highs, lows],
  ] as const)
    for (const { id } of callers) {
      const { rows } = await sql<{ id: number }>`
        select o.id from accounts o where o.tenant_id = ${ctx.tenant.id}
          and o.id = any(${others.map((other) => other.id)}::int[]) and ${meet(as(ctx, id), 'o')}
      `.execute(ctx.db);
      found.push(...rows.map((row): [number, number] => [id, row.id]));
    }
  return named(found);
}

/** The pairs of which the first sees a file that the second has sent to their conversation. */
async function pairsThatSeeFiles(tenant: number, pairs: readonly Pair[]): Promise<string[]> {
  const files = pairs.flatMap(({ low, high, conversationId }) => [
    { conversationId, seq: 1001, viewer: low.id, sender: high.id },
    { conversationId, seq: 1002, viewer: high.id, sender: low.id },
  ]);
  const rows = await kith.sql<{ viewer: number; sender: number }>(
    `with sent as materialized (
       select conversation, seq, viewer, sender, 'f' || conversation || '-' || seq as id
       from unnest($2::bigint[], $3::int[], $4::int[], $5::int[]) as t(conversation, seq, viewer, sender)
     ),
     uploaded as (
       insert into files (tenant_id, name, conversation_id, account_id, family, mime, original_name, size_bytes, created_at)
       select $1, id || '.png', conversation, sender, 'image', 'image/png', '', 1, 1 from sent
       returning file_id, conversation_id
     ),
     said as (
       insert into entries (tenant_id, conversation_id, seq, kind, type, sender_id, sent_at, ordinal, content)
       select $1, conversation, seq, 'message', 1, sender, 1, seq, '{}' from sent
     )
     select viewer, sender from sent`,
    [
      tenant,
      files.map(({ conversationId }) => conversationId),
      files.map(({ seq }) => seq),
      files.map(({ viewer }) => viewer),
      files.map(({ sender }) => sender),
    ],
  );
  expect(rows).toHaveLength(files.length);
  await kith.sql(
    `insert into message_files (tenant_id, conversation_id, seq, file_id)
     select tenant_id, conversation_id, split_part(file_id, '-', 2)::int, file_id from files where tenant_id = $1`,
    [tenant],
  );
  const seen = await kith.sql<{ viewer: number; sender: number }>(
    `select v.id as viewer, f.account_id as sender
     from accounts v
     join members m on m.tenant_id = v.tenant_id and m.account_id = v.id
     join files f on f.tenant_id = v.tenant_id and f.conversation_id = m.conversation_id and f.account_id <> v.id
     cross join lateral lock_visible_files(v.tenant_id, v.id, array[f.file_id]) s
     where v.tenant_id = $1`,
    [tenant],
  );
  return named(seen.map(({ viewer, sender }) => [viewer, sender]));
}

/** What the batch statement says to a message from one to the other. */
async function verdictOf(ctx: Ctx, { low, conversationId }: Pair): Promise<string> {
  try {
    await ctx.ports.entries.write({
      tenantId: ctx.tenant.id,
      conversationId,
      senderId: low.id as AccountId,
      type: 0,
      content: '{"text":"hello"}',
    });
    return 'stored';
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}

/** The pairs of which the first sees the second, in both directions. */
function pairsThat(pairs: readonly Pair[], rule: Rule): string[] {
  const both = pairs.flatMap(({ low, high }): [Somebody, Somebody][] => [
    [low, high],
    [high, low],
  ]);
  return named(both.filter(([a, b]) => rule(a, b)).map(([a, b]) => [a.id, b.id]));
}

function named(pairs: readonly (readonly [number, number])[]): string[] {
  return [...new Set(pairs.map(([a, b]) => `${a} ${b}`))].toSorted();
}

function idOf({ id }: Somebody): AccountId {
  return id as AccountId;
}

function as(ctx: Ctx, id: number): MemberCtx {
  return { ...ctx, actor: id as AccountId, sessionId: '' };
}
