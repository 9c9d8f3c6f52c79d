import { describe, expect, it } from 'vitest';
import type { Person } from '../harness/kith.js';
import { useKith } from '../harness/kith.js';
import { group, history, plainPasswords, rowOf, tell, threePeople } from '../conversations/chatting.js';
import { sample, sendFile, served, type Sent } from './sent-files.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

/** Every way to repeat content of one conversation in another; bo does it. */
const ways: Readonly<Record<string, (bo: Person, from: string, to: string, sent: Sent) => Promise<unknown>>> =
  {
    'a forward': (bo, _, to, { message }) => bo.im.message.zhuanMsg({ msgid: message.msg.id, list_id: to }),
    'a favourite': async (bo, from, to, { message }) => {
      await bo.im.vendor.saveStore({ list_id: from, msg_id: message.msg.id });
      const { data } = await bo.im.vendor.getUserStore();
      await bo.im.vendor.transMsg({ list_id: to, trans_id: data[0]!.id });
    },
    'a sticker': async (bo, _, to, { paths }) => {
      await bo.im.user.addFavor({ url: paths[0]! });
      const [{ full_url } = { full_url: '' }] = await bo.im.user.myfavor();
      await tell(bo, to, 2, { url: '', full_url: full_url.replace('/static/chat/', '') });
    },
    'a repeated content': (bo, _, to, { message }) => tell(bo, to, 2, message.msg.content),
    'a text with the addresses of another message in it': (bo, _, to, { message }) =>
      tell(bo, to, 0, { ...message.msg.content, text: 'look' }),
    'a text that is an address': (bo, _, to, { paths }) =>
      tell(bo, to, 0, { text: `${kith.url}/static/chat/${paths[0]}` }),
    'a quote': (bo, _, to, { message }) => tell(bo, to, 0, { text: 'look', quote: { of: [message.msg.content] } }),
    'an address below a path of a client': (bo, _, to, { paths }) =>
      tell(bo, to, 0, { text: `look: up/${paths[0]}`, path: [`uploads/${paths[0]!.toUpperCase()}`] }),
    'a place': (bo, _, to, { paths }) =>
      tell(bo, to, 10, { latitude: 1, longitude: 1, name: 'here', full_url: paths[0] }),
    'a message to several': (bo, from, to, { message }) =>
      bo.im.message.textMsgs({ list_ids: [from, to], content_type: 2, content: message.msg.content }),
    'a message over kith.v1': async (bo, _, to, { message }) => {
      const socket = await bo.v1();
      const cid = crypto.randomUUID();
      socket.send({ t: 'send', to, cid, type: 2, content: message.msg.content });
      await socket.next('ack');
      socket.close();
    },
    'what was stored before': async (_, from, to, { message }) => {
      await kith.sql(
        `with moved as (update conversations set last_seq = last_seq + 1, message_count = message_count + 1
           where list_id = $1::uuid returning *)
         insert into entries (tenant_id, conversation_id, seq, kind, type, sender_id, sent_at, ordinal, content)
         select tenant_id, id, last_seq, 'message', 2, low_id, last_sent_at, message_count, $2 from moved`,
        [to, JSON.stringify({ ...message.msg.content, save_pic_path: `/${from.toUpperCase()}/a.png` })],
      );
    },
  }; // prettier-ignore

/** Everything that two devices of an account can read of a conversation. */
async function everything(who: Person, list_id: string): Promise<string> {
  const v1 = await who.v1({ conversations: { [list_id]: 0 } });
  v1.send({ t: 'sync', to: list_id, after: 0, limit: 100 });
  await v1.next('entries', (frame) => frame.to === list_id);
  await v1.settle();
  v1.close();
  const [row] = await kith.sql<{ id: number }>('select id from conversations where list_id = $1::uuid', [
    list_id,
  ]);
  return JSON.stringify([
    v1.frames,
    await history(who, list_id),
    await rowOf(who, list_id),
    await who.im.get.filelist({ list_id }),
    await who.im.image.list({ list_id }),
    await who.api.channel.messages({ channel_id: row!.id }),
  ]);
}

describe.each(Object.entries(ways))('%s', (_name, send) => {
  it('uses addresses of the target conversation, and the files exist', async () => {
    const { ada, bo, cy } = await threePeople(kith);
    const from = await group(kith, [{ person: ada, role: 'owner' }, { person: bo }]);
    const to = await kith.befriend(bo, cy);
    const sent = await sendFile(ada, from, 'image', { full_movie: '' });
    const [socket, v1] = [await cy.socket(), await cy.v1()];
    await send(bo, from, to, sent);
    await socket.settle();
    await v1.settle();
    const shown = `${JSON.stringify([socket.frames, v1.frames])} ${await everything(cy, to)}`.toLowerCase();
    socket.close();
    v1.close();
    expect(shown).not.toContain(from);
    expect(shown).toContain(`${to}/${sent.name}`);
    expect(await served(kith, sent.paths.map((path) => path.replace(from, to)))).toBe(2); // prettier-ignore
    // Addresses in an old form still work.
    expect(await served(kith, sent.paths)).toBe(2);
  });
});

it('an address in the original message stays as it was sent', async () => {
  const { ada, list_id } = await threePeople(kith);
  const { full_url, full_movie, save_name } = await ada.im.upload.chat({ list_id }, await sample('video'));
  const content = { url: save_name, full_url, full_movie, w: 4, note: 'a/b' };
  expect((await tell(ada, list_id, 3, content)).msg.content).toEqual(content);
});
