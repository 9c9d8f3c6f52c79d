import { describe, expect, it } from 'vitest';
import { history, plainPasswords, refused, say } from '../conversations/chatting.js';
import { useKith, type Person } from '../harness/kith.js';
import { makeClub } from './people.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

const anonymous = (who: Person, list_id: string, status: 0 | 1) =>
  who.im.action.updateUserSayType({ list_id, status });

/** Everything about a person that could reveal the identity. */
function tracesOf(who: Person): string[] {
  return [String(who.id), who.username, `"cy"`];
}

describe('anonymous speech: /im/message/nimingChange and /im/action/updateUserSayType', () => {
  it('shows an alias and a made-up picture if the group allows it, and no response and no frame reveals the author', async () => {
    const { ada, bo, cy, dee, list_id } = await makeClub(kith);
    await expect(anonymous(cy, list_id, 1)).rejects.toMatchObject(refused.forbidden);
    await expect(cy.im.message.nimingChange({ list_id, value: 1 })).rejects.toMatchObject(refused.forbidden);
    await ada.im.message.nimingChange({ list_id, value: 1 });
    await anonymous(cy, list_id, 1);
    expect(await cy.im.action.groupState({ list_id })).toMatchObject({ is_niming: 1 });
    expect(await dee.im.action.groupState({ list_id })).toMatchObject({ is_niming: 0 });

    const [atAda, atCy] = [await ada.socket(), await cy.socket()];
    const [v1Ada, v1Cy] = [await ada.v1(), await cy.v1()];
    await cy.im.message.textMsg({ list_id, content_type: 0, content: { text: 'the tea is bad' } });

    const seen = await atAda.next('chatData');
    const { user_info: info, is_niming, is_admin } = seen.data.msg;
    expect({ is_niming, is_admin }).toEqual({ is_niming: 1, is_admin: 0 });
    expect(info).toEqual({
      uid: 0,
      name: expect.stringMatching(/^匿名\d{6}$/) as unknown,
      face: 'default_anonymous/300.jpg',
      username: '',
      nickname: info.name,
    });
    // The author sees the message as their own, under the same name.
    expect((await atCy.next('chatData')).data.msg.user_info).toEqual({ ...info, uid: cy.id });
    expect((await v1Ada.next('entry')).e).toMatchObject({ from: 0, alias: info.name });
    expect((await v1Cy.next('entry')).e).toMatchObject({ from: cy.id, alias: info.name });

    const message = (await history(ada, list_id)).at(-1)!;
    expect(message).toEqual(seen.data);
    expect((await history(cy, list_id)).at(-1)!.msg.user_info.uid).toBe(cy.id);
    v1Ada.send({ t: 'sync', to: list_id, after: 0 });
    expect((await v1Ada.next('entries')).entries.at(-1)).toMatchObject({ from: 0, alias: info.name });

    // After an edit, a nudge and typing, the author is still unknown.
    v1Cy.send({ t: 'edit', to: list_id, id: message.msg.id, content: { text: 'the tea is good' } });
    expect((await v1Ada.next('entry', ({ e }) => e.kind === 'edit')).e).toMatchObject({
      from: 0,
      alias: info.name,
    });
    await cy.im.vendor.zhendong({ list_id });
    expect(await atAda.next('zhenDong')).toEqual({ user_id: 0 });
    v1Cy.send({ t: 'typing', to: list_id, on: true });
    v1Cy.send({ t: 'read', to: list_id, seq: 4 });
    await v1Cy.settle();
    // After a recall, the trace has the made-up name.
    await cy.im.message.withdraw({ list_id, msg_id: message.msg.id });
    const trace = await atAda.next('deleteChat');
    expect(trace.data.msg).toMatchObject({
      content: { text: `${info.name}撤回了一条消息` },
      user_info: { uid: 0 },
    });
    expect((await v1Ada.next('entry', ({ e }) => e.kind === 'recall')).e).toMatchObject({ from: 0 });
    await v1Ada.settle();
    await atAda.settle();
    const all = JSON.stringify([
      atAda.frames.slice(2),
      v1Ada.frames.slice(1),
      (await history(ada, list_id)).slice(2),
      (await history(bo, list_id)).slice(2),
      await bo.im.get.chatList(),
    ]);
    // The first lines of the group name its members; later lines name nobody.
    for (const trace of tracesOf(cy).slice(0, 2)) {
      const after = all.split('允许了匿名聊天').slice(1).join('');
      expect(after, trace).not.toContain(trace);
    }
  });

  it('can be recalled by an admin as one message, but not as "all of cy", which would reveal the author', async () => {
    const { ada, bo, cy, dee, list_id } = await makeClub(kith);
    await ada.im.message.nimingChange({ list_id, value: 1 });
    const open = await say(cy, list_id, 'hello');
    await anonymous(cy, list_id, 1);
    const hidden = await say(cy, list_id, 'rude');
    await bo.im.message.withdraw({ list_id, type: 2, msg_id: String(cy.id) });
    const shown = async () =>
      (await history(dee, list_id)).filter(({ type }) => type === 0).map(({ msg }) => msg.id);
    expect(await shown()).toEqual([hidden.msg.id]);
    expect(open.msg.id).not.toBe(hidden.msg.id);
    await expect(dee.im.message.withdraw({ list_id, msg_id: hidden.msg.id })).rejects.toMatchObject(
      refused.forbidden,
    );
    await bo.im.message.withdraw({ list_id, msg_id: hidden.msg.id });
    expect(await shown()).toEqual([]);
  });

  it('gets a new name with each new alias, and no alias without the permission of the group', async () => {
    const { ada, cy, list_id } = await makeClub(kith);
    await ada.im.message.nimingChange({ list_id, value: 1 });
    const names: string[] = [];
    for (const status of [1, 0, 1] as const) {
      await anonymous(cy, list_id, status);
      names.push((await say(cy, list_id, 'x')).msg.user_info.name);
    }
    expect(names[1]).toBe('cy');
    expect(names[0]).not.toBe(names[2]);
    await ada.im.message.nimingChange({ list_id, value: 0 });
    expect((await say(cy, list_id, 'y')).msg).toMatchObject({ is_niming: 0, user_info: { name: 'cy' } });
    expect(await cy.im.action.groupState({ list_id })).toMatchObject({ is_niming: 0 });
  });
});
