import { describe, expect, it } from 'vitest';
import type { Person } from '../harness/kith.js';
import { useKith } from '../harness/kith.js';
import { group, history, plainPasswords, refused, rowOf } from '../conversations/chatting.js';
import { block, setStatus } from './operator.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

const BLANK = { user_id: 0, nickname: '', face: '' };

/** The newest name card of a conversation as an account reads it, in both protocols. */
async function cardFor(who: Person, list_id: string): Promise<unknown[]> {
  const shown = (await history(who, list_id)).findLast(({ msg }) => msg.type === 8);
  const v1 = await who.v1({ conversations: { [list_id]: 0 } });
  v1.send({ t: 'sync', to: list_id, after: 0, limit: 100 });
  const { entries } = await v1.next('entries', (frame) => frame.to === list_id);
  v1.close();
  return [shown?.msg.content, entries.findLast(({ type }) => type === 8)?.content];
}

/** ada's friends bo and cy know di, and ada may ban di; all four but ada are in a club. */
async function people() {
  const [ada, bo, cy, di] = [
    await kith.person('ada'),
    await kith.person('bo'),
    await kith.person('cy'),
    await kith.person('di'),
  ];
  await kith.befriend(ada, bo);
  const club = await group(kith, [{ person: bo, role: 'owner' }, { person: cy }, { person: di }]);
  const withDi = (await bo.im.message.getListId({ user_id: di.id })).list_id;
  return { ada, bo, cy, di, club, withDi };
}

describe('a name card', () => {
  it('shows nothing of a person to an account that the person has banned, live and in the history', async () => {
    const { ada, bo, cy, di, club, withDi } = await people();
    await block(kith, ada, di);
    for (const list_id of [withDi, club]) {
      const [atCy, atDi, v1Cy, v1Di] = [await cy.socket(), await di.socket(), await cy.v1(), await di.v1()];
      await bo.im.message.sendCard({ list_id, users: [ada.id, cy.id] });
      for (let i = 0; i < 2; i++) {
        await atDi.next('chatData');
        await v1Di.next('entry');
        if (list_id === club) await v1Cy.next('entry');
      }
      const heardByDi = JSON.stringify([atDi.frames, v1Di.frames]);
      expect(heardByDi).not.toContain(ada.username);
      expect(heardByDi).not.toContain('"nickname":"ada"');
      expect(heardByDi).not.toContain(`"user_id":${ada.id}`);
      expect(heardByDi).toContain(`"user_id":${cy.id}`);
      if (list_id === club)
        expect(JSON.stringify(v1Cy.frames)).toContain(`{"user_id":${ada.id},"nickname":"ada"}`);
      for (const socket of [atCy, atDi, v1Cy, v1Di]) socket.close();
    }
    await bo.im.message.sendCard({ list_id: club, users: [ada.id] });
    expect(await cardFor(di, club)).toEqual([BLANK, { user_id: 0, nickname: '' }]);
    expect(await cardFor(cy, club)).toMatchObject([
      { user_id: ada.id, nickname: 'ada' },
      { user_id: ada.id },
    ]);
    expect((await rowOf(di, club))!.last_msg).toBe('[名片]');
  });

  it("follows later bans and their end when it is read; a person's own card is always complete", async () => {
    const { ada, bo, di, withDi } = await people();
    await bo.im.message.sendCard({ list_id: withDi, users: [ada.id] });
    const [first] = await cardFor(di, withDi);
    expect(first).toMatchObject({ user_id: ada.id, nickname: 'ada' });
    await block(kith, ada, di);
    expect(await cardFor(di, withDi)).toEqual([BLANK, { user_id: 0, nickname: '' }]);
    // Forwarding does not reveal it elsewhere either.
    const msgid = (await history(di, withDi)).findLast(({ msg }) => msg.type === 8)!.msg.id;
    await expect(di.im.message.zhuanMsg({ msgid, list_id: withDi })).rejects.toMatchObject(refused.notFound);
    await kith.sql('delete from blocks where account_id = $1', [ada.id]);
    expect((await cardFor(di, withDi))[0]).toEqual(first);
    await setStatus(kith, ada, 'disabled');
    expect((await cardFor(di, withDi))[0]).toEqual(BLANK);
    await bo.im.message.sendCard({ list_id: withDi, users: [di.id] });
    expect((await cardFor(di, withDi))[0]).toMatchObject({ user_id: di.id, nickname: 'di' });
  });
});
