import { requireMayWrite, updateShownAt, setCard, type CardChange } from '../accounts/index.js';
import { DomainError, limitActor, transact, type MemberCtx } from '../kernel/index.js';
import { findDepartment, findUniversity } from '../tenants/index.js';
import { loadCards, upsertIntro, type Card, type IntroChange } from './cards-store.js';
import type { TagBlock } from './options.js';
import { checkIcon, cleanTagIds, cleanTags, FIRST_ICON, type IconCodes } from './rules.js';

/** A change of the caller's intro; omitted fields stay the same. */
export interface IntroInput
  extends CardChange, Partial<Readonly<Record<keyof IconCodes, string | undefined>>> {
  readonly tags?: readonly string[] | undefined;
  readonly tagIds: Partial<Readonly<Record<TagBlock, readonly number[] | undefined>>>;
  readonly privateBlocks?: readonly string[] | undefined;
  readonly acceptsChats?: boolean | undefined;
}

const BEGINNING = {
  adj_code: FIRST_ICON.adjCode,
  animal_code: FIRST_ICON.animalCode,
  background_code: FIRST_ICON.backgroundCode,
  foreground_code: FIRST_ICON.foregroundCode,
  tags: [],
  topic_ids: [],
  relation_ids: [],
  love_ids: [],
  actor_ids: [],
  private_blocks: [],
  accepts_chats: true,
};

/**
 * Changes the caller's intro; returns whether it is finished. Throws `invalid`, `no_such_icon`, `not_found`, or
 * `bucketed` if others would see the change.
 */
export async function setIntro(ctx: MemberCtx, input: IntroInput): Promise<{ isFinished: boolean }> {
  await limitActor(ctx, 'profile');
  const { adjCode, animalCode, backgroundCode, foregroundCode } = input;
  checkIcon({ adjCode, animalCode, backgroundCode, foregroundCode });
  const { universityId, departmentId } = input;
  if (universityId && !(await findUniversity(ctx, universityId))) throw new DomainError('not_found');
  if (departmentId && !(await findDepartment(ctx, departmentId))) throw new DomainError('not_found');
  const change = changeOf(input);
  if (showsSomething(input)) await requireMayWrite(ctx);
  return transact(ctx, async (tx) => {
    await setCard(tx, input);
    const before = (await loadCards(tx, [tx.actor])).get(tx.actor);
    await upsertIntro(tx, BEGINNING, change);
    const card = (await loadCards(tx, [tx.actor])).get(tx.actor);
    if (isSeen(before?.intro, card?.intro, change)) await updateShownAt(tx);
    return { isFinished: card?.isFinished ?? false };
  });
}

/** Whether others see a different intro than before; a first intro without changes looks the same as none. */
function isSeen(
  before: Card['intro'] | undefined,
  after: Card['intro'] | undefined,
  change: IntroChange,
): boolean {
  return before ? JSON.stringify(before) !== JSON.stringify(after) : Object.keys(change).length > 0;
}

/** Fields that a silenced account may still change; the values of `tagIds` are checked separately. */
const HIDES: ReadonlySet<string> = new Set([
  'isPresenceHidden',
  'isBrowsingHidden',
  'acceptsChats',
  'privateBlocks',
  'tagIds',
]);

function showsSomething(input: IntroInput): boolean {
  const shown = Object.entries(input).flatMap(([name, value]) => (HIDES.has(name) ? [] : [value]));
  return [...shown, ...Object.values(input.tagIds)].some((value) => value !== undefined);
}

function changeOf(input: IntroInput): IntroChange {
  const { topic, relation, love, actor } = input.tagIds;
  const columns = {
    adj_code: input.adjCode,
    animal_code: input.animalCode,
    background_code: input.backgroundCode,
    foreground_code: input.foregroundCode,
    tags: input.tags && cleanTags(input.tags),
    topic_ids: topic && cleanTagIds('topic', topic),
    relation_ids: relation && cleanTagIds('relation', relation),
    love_ids: love && cleanTagIds('love', love),
    actor_ids: actor && cleanTagIds('actor', actor),
    private_blocks: input.privateBlocks && [...new Set(input.privateBlocks)],
    accepts_chats: input.acceptsChats,
  };
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}
