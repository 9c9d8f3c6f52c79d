import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { realtime } from '@kith/contract';
import { group, history, plainPasswords, rowOf, tell } from '../conversations/chatting.js';
import { useKith, type Person } from '../harness/kith.js';
import type { V1Socket } from '../harness/v1-socket.js';
import { adaAndBo, ask, people, say, syncAll, upTo } from './support.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

function react(to: string, id: string, emoji: string, on = true): realtime.React {
  return { t: 'react', to, id, emoji, on };
}

/** The reactions to a message, as an account reads them. */
async function reactionsAt(socket: V1Socket, to: string, seq: number): Promise<realtime.Entry['reactions']> {
  return (await syncAll(socket, to, seq - 1))[0]!.reactions;
}

/** Who reacts to a message, as an account reads it. */
async function reactorsAt(socket: V1Socket, to: string, id: string): Promise<realtime.Reactor[]> {
  const cid = randomUUID();
  socket.send({ t: 'reactors', cid, to, id });
  return (await socket.next('reactors', (frame) => frame.cid === cid && frame.id === id)).reactors;
}

describe('kith.v1 react', () => {
  test('adds an entry that all members receive, is acknowledged like it, and a repeat adds nothing', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const [atAda, atBo] = await Promise.all([ada.v1(), bo.v1()]);
    const { id, seq } = await say(atAda, to, 'tea?');
    const added = await ask(atBo, react(to, id, '👍'));
    expect(added).toMatchObject({ t: 'ack', to, id, seq: seq + 1 });
    for (const socket of [atAda, atBo]) {
      const { e } = await socket.next('entry', (frame) => frame.e.kind === 'reaction');
      expect(e).toMatchObject({ seq: seq + 1, kind: 'reaction', type: 0, from: bo.id });
      expect(e.content).toEqual({ target: seq, emoji: '👍', on: true, count: 1 });
    }
    expect(await ask(atBo, react(to, id, '👍'))).toEqual(added);
    expect(await ask(atAda, react(to, id, '👍'))).toMatchObject({ seq: seq + 2 });
    expect(await ask(atAda, react(to, id, '❤'))).toMatchObject({ seq: seq + 3 });
    expect(await reactionsAt(atAda, to, seq)).toEqual([
      { emoji: '👍', count: 2, own: true },
      { emoji: '❤️', count: 1, own: true },
    ]);
    expect(await reactionsAt(atBo, to, seq)).toEqual([
      { emoji: '👍', count: 2, own: true },
      { emoji: '❤️', count: 1 },
    ]);

    const removed = await ask(atBo, react(to, id, '👍', false));
    expect(removed).toMatchObject({ t: 'ack', seq: seq + 4 });
    expect(await ask(atBo, react(to, id, '👍', false))).toEqual(removed);
    expect(await ask(atAda, react(to, id, '❤️', false))).toMatchObject({ seq: seq + 5 });
    expect(await reactionsAt(atBo, to, seq)).toEqual([{ emoji: '👍', count: 1 }]);
    expect((await syncAll(atBo, to, seq + 3)).map(({ content }) => content)).toEqual([
      { target: seq, emoji: '👍', on: false, count: 1 },
      { target: seq, emoji: '❤️', on: false, count: 0 },
    ]);
    // What never was there needs no entry.
    expect(await ask(atBo, react(to, id, '🍵', false))).toMatchObject({ t: 'ack', seq });
    // A client that resumes learns the same.
    const late = await bo.v1({ conversations: { [to]: seq - 1 } });
    const { entries } = await late.next('entries');
    expect(entries[0]!.reactions).toEqual([{ emoji: '👍', count: 1 }]);
    expect(entries.map((entry) => entry.seq)).toEqual(upTo(6).map((n) => seq + n - 1));
  });

  test('of two people and two devices at the same moment are counted once for each person', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const sockets = await Promise.all([ada.v1(), ada.v1(), bo.v1(), bo.v1()]);
    const { id, seq } = await say(sockets[0], to, 'all at once');
    const acks = await Promise.all(sockets.map((socket) => ask(socket, react(to, id, '🎉'))));
    expect(new Set(acks.map((ack) => ack.t === 'ack' && ack.seq))).toEqual(new Set([seq + 1, seq + 2]));
    expect(await reactionsAt(sockets[0], to, seq)).toEqual([{ emoji: '🎉', count: 2, own: true }]);
    expect(await syncAll(sockets[0], to, seq)).toHaveLength(2);
  });

  test('takes one emoji, and a few for each person and message', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const [atAda, atBo] = await Promise.all([ada.v1(), bo.v1()]);
    const { id, seq } = await say(atAda, to, 'react to me');
    for (const emoji of ['x', '👍👍', ' 👍', '\u{200d}', '🏽a', '1'])
      expect(await ask(atBo, react(to, id, emoji)), emoji).toMatchObject({ t: 'nack', id, code: 'invalid' });
    for (const emoji of ['1️⃣', '👩‍❤️‍💋‍👨', '🇨🇳', '🏴󠁧󠁢󠁷󠁬󠁳󠁿', '👍🏽'])
      expect(await ask(atBo, react(to, id, emoji)), emoji).toMatchObject({ t: 'ack' });
    expect(await ask(atBo, react(to, id, '👍'))).toMatchObject({ t: 'nack', code: 'too_large' });
    await ask(atBo, react(to, id, '🇨🇳', false));
    expect(await ask(atBo, react(to, id, '👍'))).toMatchObject({ t: 'ack' });
    await kith.sql(
      `update entries set reactions = reactions || (select jsonb_object_agg('x' || n, 1) from generate_series(1, 15) n)
       where seq = $1 and conversation_id = (select id from conversations where list_id = $2::uuid)`,
      [seq, to],
    );
    expect(await ask(atAda, react(to, id, '🍵'))).toMatchObject({ t: 'nack', code: 'too_large' });
    expect(await ask(atAda, react(to, id, '👍'))).toMatchObject({ t: 'ack' });
  });

  test('is refused for a removed, a cleared, a burnt and an unknown message alike, and for an entry that is no message', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const [atAda, atBo] = await Promise.all([ada.v1(), bo.v1()]);
    const recalled = await say(atAda, to, 'regretted');
    await ask(atAda, { t: 'recall', to, id: recalled.id });
    const burnt = await tell(ada, to, 0, { text: 'burn', yhjf: true });
    await bo.im.message.burnRead({ list_id: to, msg_id: burnt.msg.id });
    const cleared = await say(atAda, to, 'cleared');
    const own = await ask(atAda, react(to, cleared.id, '👍'));
    const nobodys = cleared.id.slice(0, 16) + 'ffffff00';
    const reaction = cleared.id.slice(0, 16) + (own as realtime.Ack).seq.toString(16).padStart(8, '0');
    const refusal = async (id: string) => {
      const { id: _, ...answer } = await ask(atBo, react(to, id, '👍'));
      return answer;
    };
    const unknown = await refusal(nobodys);
    expect(unknown).toMatchObject({ t: 'nack', code: 'not_found' });
    for (const id of [recalled.id, burnt.msg.id, reaction]) expect(await refusal(id)).toEqual(unknown);
    await kith.sql(
      `update members set cleared_seq = $1 from conversations c
       where c.id = conversation_id and c.list_id = $2::uuid and account_id = $3`,
      [cleared.seq, to, bo.id],
    );
    expect(await refusal(cleared.id)).toEqual(unknown);
  });

  test('is refused whoever may not write', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const [atAda, atBo] = await Promise.all([ada.v1(), bo.v1()]);
    const { id } = await say(atBo, to, 'while we could');
    const mute = (until: number | null) =>
      kith.sql(
        'update members set muted_until = $1 from conversations c where c.id = conversation_id and c.list_id = $2::uuid',
        [until, to],
      );
    await mute(Date.now() + 60_000);
    expect(await ask(atAda, react(to, id, '👍'))).toMatchObject({ t: 'nack', code: 'muted' });
    await mute(null);
    await bo.im.remove.friend({ user_id: ada.id });
    expect(await ask(atAda, react(to, id, '👍'))).toMatchObject({ t: 'nack', code: 'not_friends' });
    await kith.sql(
      'insert into blocks (tenant_id, account_id, blocked_id, created_at) values (1, $1, $2, 0)',
      [bo.id, ada.id],
    );
    expect(await ask(atAda, react(to, id, '👍'))).toMatchObject({ t: 'nack', code: 'blocked' });
  });

  test('leaves nothing behind when the message is removed', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const [atAda, atBo] = await Promise.all([ada.v1(), bo.v1()]);
    const { id, seq } = await say(atAda, to, 'regretted');
    await ask(atBo, react(to, id, '👍'));
    await ask(atBo, react(to, id, '🍵'));
    await ask(atBo, react(to, id, '🍵', false));
    await ask(atAda, { t: 'recall', to, id });
    const [message, ...later] = await syncAll(atBo, to, seq - 1);
    expect(message).not.toHaveProperty('reactions');
    expect(later.filter(({ kind }) => kind === 'reaction').map(({ content }) => content)).toEqual(
      upTo(3).map(() => ({ target: seq, emoji: '', on: false, count: 0 })),
    );
    const rows = await kith.sql('select from reactions where account_id = $1', [bo.id]);
    expect(rows).toEqual([]);
  });

  test('changes nothing for existing clients: no frame, no line, no unread message, no search result', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const atBo = await bo.v1();
    const legacy = await ada.socket();
    const message = await tell(ada, to, 0, { text: 'react to me' });
    await legacy.settle();
    const before = {
      frames: legacy.frames.length,
      history: await history(ada, to),
      row: await rowOf(ada, to),
      atBo: await rowOf(bo, to),
    };
    kith.advance(5000);
    for (const emoji of ['👍', '🍵']) await ask(atBo, react(to, message.msg.id, emoji));
    await legacy.settle();
    expect(legacy.frames.slice(before.frames).map(({ action }) => action)).toEqual(['ping']);
    expect(await history(ada, to)).toEqual(before.history);
    expect(await rowOf(ada, to)).toEqual(before.row);
    expect(await rowOf(bo, to)).toEqual(before.atBo);
    expect(await ada.im.get.searchCahtMsg({ chat_msg: '🍵' })).toEqual([]);
  });

  test('of an anonymous member of a group does not reveal the member', async () => {
    const [ada, bo] = await people(kith, 'ada', 'bo');
    const to = await group(kith, [{ person: ada, role: 'owner' }, { person: bo }]);
    await ada.im.message.nimingChange({ list_id: to, value: 1 });
    await bo.im.action.updateUserSayType({ list_id: to, status: 1 });
    const [atAda, atBo] = await Promise.all([ada.v1(), bo.v1()]);
    const { id } = await say(atAda, to, 'who likes it?');
    await ask(atBo, react(to, id, '👍'));
    const reaction = (socket: V1Socket) => socket.next('entry', ({ e }) => e.kind === 'reaction');
    const seen = (await reaction(atAda)).e;
    expect(seen).toMatchObject({ from: 0, alias: expect.stringMatching(/^匿名/) as unknown });
    expect((await reaction(atBo)).e).toMatchObject({ from: bo.id, alias: seen.alias });
    expect((await syncAll(atAda, to)).at(-1)).toEqual(seen);
    expect(await reactorsAt(atAda, to, id)).toEqual([{ emoji: '👍', user_id: 0, alias: seen.alias }]);
    expect(await reactorsAt(atBo, to, id)).toEqual([{ emoji: '👍', user_id: bo.id, alias: seen.alias }]);
  });

  test('is listed by kith.v1 reactors, the latest first, for those who can read the message', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const [atAda, atBo] = await Promise.all([ada.v1(), bo.v1()]);
    const { id } = await say(atAda, to, 'tea?');
    expect(await reactorsAt(atAda, to, id)).toEqual([]);
    await ask(atBo, react(to, id, '👍'));
    await ask(atAda, react(to, id, '🍵'));
    await ask(atBo, react(to, id, '🎉'));
    await ask(atBo, react(to, id, '🎉', false));
    expect(await reactorsAt(atBo, to, id)).toEqual([
      { emoji: '🍵', user_id: ada.id },
      { emoji: '👍', user_id: bo.id },
    ]);
    const [cy] = await people(kith, 'cy');
    const refusalAt = async (socket: V1Socket) => {
      const cid = randomUUID();
      socket.send({ t: 'reactors', cid, to, id });
      return socket.next('nack', (frame) => frame.cid === cid);
    };
    expect(await refusalAt(await cy.v1())).toMatchObject({ code: 'not_found' });
    await ask(atAda, { t: 'recall', to, id });
    expect(await refusalAt(atBo)).toMatchObject({ code: 'not_found' });
  });

  test('of an account that moderation hides reaches only the account itself', async () => {
    const { ada, bo, to } = await adaAndBo(kith);
    const [atAda, atBo] = await Promise.all([ada.v1(), bo.v1()]);
    const { id } = await say(atAda, to, 'react to me');
    const hide = (person: Person, isHidden: boolean) =>
      kith.sql('update accounts set is_shadow_limited = $2 where id = $1', [person.id, isHidden]);
    await hide(bo, true);
    expect(await ask(atBo, react(to, id, '👍'))).toMatchObject({ t: 'ack' });
    await atBo.next('entry', ({ e }) => e.kind === 'reaction');
    await atAda.settle();
    expect(atAda.frames.filter((frame) => frame.t === 'entry' && frame.e.kind === 'reaction')).toEqual([]);
  });
});
