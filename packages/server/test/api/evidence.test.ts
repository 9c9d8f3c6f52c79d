import { describe, expect, it } from 'vitest';
import { listEvidence, openEvidenceFile, type Evidence } from '@kith/core/conversations';
import { decideCase, getCase, listCases } from '@kith/core/moderation';
import type { AccountId } from '@kith/core/kernel';
import { sweep } from '../../src/workers/sweep.js';
import { history, plainPasswords, say } from '../conversations/chatting.js';
import { makeClub } from '../groups/people.js';
import { useKith, type Person } from '../harness/kith.js';
import { makeTenant, operator } from '../im/operator.js';
import { aMinuteLater, sendFile, served } from '../im/sent-files.js';

/* Removed content stays readable for moderators for a time, and for nobody else. */
const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

const DAY_MS = 24 * 3600_000;
const refusedApi = (code: number) => expect.objectContaining({ code }) as unknown;

const report = (by: Person, target_id: number, more: { msg_id?: string; message_id?: string } = {}) =>
  by.api.chat.friendship_block({ target_id, action: 'report', block_reason_id: 11, ...more });

/** The newest case about an account, as moderators see it. */
async function caseAbout(person: Person) {
  const ctx = await operator(kith, person.tenant);
  const found = (await listCases(ctx)).filter(({ targetId }) => targetId === person.id);
  const id = Math.max(...found.map((one) => one.id));
  return { ctx, found, ...(await getCase(ctx, { id })) };
}

const told = (evidence: readonly Evidence[]) =>
  evidence.map(({ reason, content }) => [reason, (JSON.parse(content) as { text?: string }).text]);

async function edit(who: Person, list_id: string, id: string, text: string): Promise<void> {
  const socket = await who.v1();
  socket.send({ t: 'edit', to: list_id, id, content: { text } });
  await socket.next('ack');
  socket.close();
}

async function pair(options: { tenant?: number } = {}) {
  const [bo, di] = [await kith.person('bo', options), await kith.person('di', options)];
  return { bo, di, list_id: await kith.befriend(bo, di) };
}

describe('a report', () => {
  const ways: Record<string, (di: Person, list_id: string, msg_id: string) => Promise<unknown>> = {
    recalled: (di, list_id, msg_id) => di.im.message.withdraw({ list_id, msg_id }),
    'recalled with everything': (di, list_id) =>
      di.im.message.withdraw({ list_id, type: 2, msg_id: String(di.id) }),
    destroyed: (di, list_id) => di.im.group.xiaoHuiMessage({ list_id, type: 0 }),
    edited: (di, list_id, id) => edit(di, list_id, id, 'never mind'),
  };
  it.each(Object.entries(ways))('contains the earlier state of %s', async (name, takeAway) => {
    const { bo, di, list_id } = await pair();
    const rude = await say(di, list_id, 'something rude');
    await takeAway(di, list_id, rude.msg.id);
    await report(bo, di.id);
    const { evidence } = await caseAbout(di);
    expect(told(evidence)).toContainEqual([name.split(' ')[0], 'something rude']);
    expect(evidence.every(({ senderId }) => senderId === di.id)).toBe(true);
    // No path of members returns it.
    for (const who of [bo, di]) {
      expect(JSON.stringify(await history(who, list_id).catch(() => []))).not.toContain('something rude');
      expect(await who.im.get.searchCahtMsg({ chat_msg: 'something rude' })).toEqual([]);
      const socket = await who.v1({ conversations: { [list_id]: 0 } });
      await socket.settle();
      expect(JSON.stringify(socket.frames)).not.toContain('something rude');
      socket.close();
    }
  });

  it('contains a burnt picture with its file, which members can no longer fetch', async () => {
    const { bo, di, list_id } = await pair();
    const sent = await sendFile(di, list_id, 'image', { yhjf: true });
    await bo.im.message.burnRead({ list_id, msg_id: sent.message.msg.id });
    await aMinuteLater(kith);
    expect(await served(kith, sent.paths)).toBe(0);
    await report(bo, di.id);
    const { ctx, evidence } = await caseAbout(di);
    expect(evidence).toMatchObject([{ reason: 'burnt', files: [sent.name] }]);
    expect((await openEvidenceFile(ctx, sent.name)).length).toBeGreaterThan(50);
    for (const path of [`/static/evidence/chat/${sent.name}`, `/uploads/evidence/chat/${sent.name}`])
      expect((await fetch(`${kith.url}${path}`)).status).toBe(404);
    // Referencing it again does not help.
    const content = { url: sent.name, full_url: sent.paths[0] };
    await di.im.message.textMsg({ list_id, content_type: 2, content });
    expect(await served(kith, sent.paths)).toBe(0);
  });

  it('keeps a picture that existed at the time of the report and was recalled later', async () => {
    const { bo, di, list_id } = await pair();
    const sent = await sendFile(di, list_id, 'image');
    await report(bo, di.id);
    await di.im.message.withdraw({ list_id, msg_id: sent.message.msg.id });
    await aMinuteLater(kith);
    const { ctx, evidence } = await caseAbout(di);
    expect(evidence).toMatchObject([{ reason: 'reported', files: [sent.name] }]);
    expect((await openEvidenceFile(ctx, sent.name)).length).toBeGreaterThan(50);
  });

  it('contains the posts and comments of the reported account, also those deleted afterwards', async () => {
    const { bo, di } = await pair();
    const { circle_id } = await di.im.circle.sendMsg({ content: { text: 'a rude moment' } });
    await report(bo, di.id);
    await di.im.circle.del({ id: circle_id });
    expect((await caseAbout(di)).snapshot).toMatchObject({
      moments: [{ text: 'a rude moment', comments: [] }],
    });
  });
});

describe('a report of a message by its id', () => {
  it('reveals an anonymous author to moderators, and not to the reporter', async () => {
    const { ada, bo, cy, dee, list_id } = await makeClub(kith);
    await ada.im.message.nimingChange({ list_id, value: 1 });
    await cy.im.action.updateUserSayType({ list_id, status: 1 });
    const rude = await say(cy, list_id, 'the tea is bad');
    await cy.im.message.withdraw({ list_id, msg_id: rude.msg.id });
    // For any named person, the response is the same.
    for (const target of [0, bo.id, cy.id])
      expect(await report(dee, target, { msg_id: rude.msg.id })).toEqual({ status: true });
    const { found, evidence } = await caseAbout(cy);
    expect(found).toHaveLength(1);
    expect(evidence).toMatchObject([
      { senderId: cy.id, reason: 'recalled', alias: expect.any(String) as unknown },
    ]);
    expect(told(evidence)).toEqual([['recalled', 'the tea is bad']]);
    const record = (target: Person) => dee.api.chat.friendship_blockReasons({ target_id: target.id });
    for (const member of [ada, bo, cy]) await expect(record(member)).rejects.toEqual(refusedApi(400403));
    // An open report of the same person for the same reason counts as usual.
    for (const member of [bo, cy]) {
      await report(dee, member.id);
      expect((await record(member)).target_id).toBe(member.id);
    }
    // A ban would reveal it: the person who disappears is the author.
    for (const action of ['ban', 'block'] as const)
      await expect(
        dee.api.chat.friendship_block({
          target_id: 0,
          action,
          msg_id: rude.msg.id,
          ...(action === 'block' && { block_reason_id: 11 }),
        }),
      ).rejects.toEqual(refusedApi(400404));
  });

  it('is a report of its sender, with either parameter name; a second report joins the open case', async () => {
    const { cy, dee, list_id } = await makeClub(kith);
    const [one, two] = [await say(cy, list_id, 'rude'), await say(cy, list_id, 'ruder')];
    await report(dee, 0, { message_id: one.msg.id });
    await report(dee, cy.id, { msg_id: two.msg.id });
    const { found, evidence } = await caseAbout(cy);
    expect(found).toHaveLength(1);
    expect(told(evidence)).toEqual([
      ['reported', 'ruder'],
      ['reported', 'rude'],
    ]);
  });

  it('contains what the message says now, if it was edited after an earlier report', async () => {
    const { bo, cy, dee, list_id } = await makeClub(kith);
    const { id } = (await say(cy, list_id, 'hello friends')).msg;
    await report(bo, cy.id, { msg_id: id });
    await edit(cy, list_id, id, 'something rude');
    await report(dee, cy.id, { msg_id: id });
    await cy.im.message.withdraw({ list_id, msg_id: id });
    const { ctx, found, evidence } = await caseAbout(cy);
    expect(found).toHaveLength(2);
    expect(told(evidence)).toEqual([
      ['reported', 'something rude'],
      ['edited', 'hello friends'],
      ['reported', 'hello friends'],
    ]);
    // The earlier case is about the same message.
    const first = await getCase(ctx, { id: Math.min(...found.map((one) => one.id)) });
    expect(told(first.evidence)).toContainEqual(['reported', 'something rude']);
  });

  it('takes in what the message says later, while the case is open, without repeats', async () => {
    const tenant = await makeTenant(kith, { evidenceDays: 1, photoEvidenceDays: 5 });
    const { bo, di, list_id } = await pair({ tenant });
    const { id } = (await say(di, list_id, 'hello')).msg;
    await report(bo, 0, { msg_id: id });
    for (const text of ['something rude', 'never mind', 'hello']) await edit(di, list_id, id, text);
    await di.im.message.withdraw({ list_id, msg_id: id });
    const { ctx, id: caseId, evidence } = await caseAbout(di);
    expect(told(evidence)).toEqual([
      ['edited', 'never mind'],
      ['edited', 'something rude'],
      ['reported', 'hello'],
    ]);
    expect(new Set(evidence.map(({ removeAt, keptAt }) => removeAt - keptAt))).toEqual(new Set([5 * DAY_MS]));
    await decideCase(ctx, { id: caseId, isUpheld: true, by: 'olga', why: 'It was rude.' });
    const next = (await say(di, list_id, 'a decided case takes in nothing')).msg.id;
    await di.im.message.withdraw({ list_id, msg_id: next });
    expect((await getCase(ctx, { id: caseId })).evidence).toHaveLength(3);
  });

  it('is refused like an unknown message, unless the reporter was a member when it was sent', async () => {
    const { ada, cy, dee, list_id } = await makeClub(kith);
    const stranger = await kith.person('stranger');
    const before = await say(cy, list_id, 'before');
    await ada.im.message.removeChat({ list_id, users: [dee.id] });
    const after = await say(cy, list_id, 'after');
    for (const [who, msg_id] of [
      [stranger, before.msg.id],
      [dee, after.msg.id],
      [dee, `${before.msg.id.slice(0, 16)}7fffffff`],
      [dee, 'nonsense'],
      [dee, 'f'.repeat(24)],
    ] as const)
      await expect(report(who, 0, { msg_id }), msg_id).rejects.toEqual(refusedApi(400404));
    expect(await report(dee, 0, { msg_id: before.msg.id })).toEqual({ status: true });
    await expect(report(dee, 0)).rejects.toEqual(refusedApi(400404));
  });
});

describe('evidence', () => {
  const kept = async (of: Person) =>
    (await listEvidence(await operator(kith, of.tenant), { senderId: of.id as AccountId })).length;

  it('is deleted with its files after the time that the tenant sets', async () => {
    const tenant = await makeTenant(kith, { evidenceDays: 3 });
    const { di, list_id } = await pair({ tenant });
    const sent = await sendFile(di, list_id, 'image');
    await di.im.message.withdraw({ list_id, msg_id: sent.message.msg.id });
    await aMinuteLater(kith);
    kith.advance(3 * DAY_MS - 10 * 60_000);
    await sweep(kith.server.deps);
    expect(await kept(di)).toBe(1);
    kith.advance(10 * 60_000);
    await sweep(kith.server.deps);
    await aMinuteLater(kith);
    expect(await kept(di)).toBe(0);
    expect(await kith.sql('select from files where name = $1', [sent.name])).toEqual([]);
    for (const folder of ['chat', 'evidence/chat'])
      expect(await kith.server.deps.ports.blobs.open(`${folder}/${sent.name}`)).toBeUndefined();
  });

  it('stays while its case is open, and after that for the retention time of photos', async () => {
    const tenant = await makeTenant(kith, { evidenceDays: 1, photoEvidenceDays: 5 });
    const { bo, di, list_id } = await pair({ tenant });
    const rude = await say(di, list_id, 'rude');
    await di.im.message.withdraw({ list_id, msg_id: rude.msg.id });
    await report(bo, di.id);
    kith.advance(20 * DAY_MS);
    await sweep(kith.server.deps);
    expect(await kept(di)).toBe(1);
    const { ctx, id } = await caseAbout(di);
    await decideCase(ctx, { id, isUpheld: true, by: 'olga', why: 'It was rude.' });
    await sweep(kith.server.deps);
    expect(await kept(di)).toBe(0);
  });

  it('is not kept if the tenant disables it', async () => {
    const tenant = await makeTenant(kith, { evidenceDays: 0 });
    const { di, list_id } = await pair({ tenant });
    const rude = await say(di, list_id, 'rude');
    await di.im.message.withdraw({ list_id, msg_id: rude.msg.id });
    expect(await kept(di)).toBe(0);
  });
});
