import { describe, expect, it } from 'vitest';
import { indexMessages } from '@kith/core/conversations';
import type { ConversationId, TenantId } from '@kith/core/kernel';
import { plainPasswords, rowOf, say, tell, threePeople } from '../conversations/chatting.js';
import { eventually, useKith, type Person } from '../harness/kith.js';

const kith = useKith({ overrides: { ports: { passwords: plainPasswords } } });

async function find(who: Person, chat_msg: string): Promise<string[]> {
  return (await who.im.get.searchCahtMsg({ chat_msg })).map((row) => row.list_id);
}

/** Waits until every message so far is in the index. */
function indexed(): Promise<void> {
  return eventually('all is indexed', async () => {
    const behind = await kith.sql(
      `select from entries e
       where e.kind = 'message' and e.type in (0, 4, 10, 11) and e.gone is null and not exists (
         select from entry_search s where s.conversation_id = e.conversation_id and s.seq = e.seq
       )`,
    );
    return behind.length === 0;
  });
}

/** A message that the indexer has not reached, as a process leaves it that was killed. */
async function sayUnindexed(who: Person, list_id: string, text: string) {
  const { msg } = await say(who, list_id, text);
  await indexed();
  const [row] = await kith.sql<{ id: ConversationId; seq: number; type: number; content: string }>(
    `select conversation_id as id, seq, type, content from entries where content like '%' || $1 || '%'`,
    [text],
  );
  const { id, ...message } = row!;
  await kith.sql('delete from entry_search where conversation_id = $1 and seq = $2', [id, message.seq]);
  const tenantId = 1 as TenantId; // that of `kith.person`
  return { msg, unindexed: { tenantId, conversationId: id, ...message } };
}

/** A message with words that it contains and words that it does not. */
const samples: Readonly<Record<string, [yes: string[], no: string[]]>> = {
  我们明天下午三点在天安门见面: [
    ['天安', '安门', '天安门', '明天下午三点', '见面', ' 见面 ', '门'],
    ['门安', '天门', '后天'],
  ],
  'Meet at the CAFÉ, room 12B': [
    ['meet', 'café', 'cafe', 'CAFÉ, ROOM', 'm 12', '12b', 'B', 't t', 'é,'],
    ['meat', '12 B'],
  ],
  用Wifi密码abc: [['wifi密码', 'fi密', '码a', 'W'], ['wi密']],
  '100%_sure\\maybe': [
    ['100%', '%', '_', '0%_s', '\\m', '%_', '\\'],
    ['%%', '__', '100_', 'su%e'],
  ],
  'ｆｕｌｌ　ｗｉｄｔｈ ㍿': [['full', 'width', 'ｆｕ', '株式会社', '㍿'], ['half']],
  '你好,我们走': [
    ['好,我', '你好,', ',我', '你好,我们'],
    ['好我', '好, 我'],
  ],
  '😀👍🏽 done': [
    ['😀', '👍🏽', '😀👍', 'd', '👍🏽 done'],
    ['🎉', '👎'],
  ],
  '...': [
    ['.', '..', '...'],
    ['....', ','],
  ],
  "it's; drop table entries --": [["t's", "'", '; drop', 'entries --'], ["' or 1=1"]],
  𠮷野家𠮷: [['𠮷野', '𠮷', '家𠮷'], ['吉野']],
  '안녕하세요 こんにちは': [['안녕', 'にち', 'は', '요 こ'], ['안하']],
  'ΟΔΟΣ İzmir Straße': [['δοσ', 'Οδοσ', 'οδος', 'izmir', 'IZMIR', 'ızmır', 'RAß', 'strasse'], ['οδοι']],
  'ο σοφος Νίκος': [['ΣΟΦΟΣ', 'ΝΊΚΟΣ', 'νικοσ'], ['σοφοι']],
  'INFO: École привет': [['info', 'école', 'ecole', 'ПРИВЕТ'], ['привед']],
  ['한글이름'.normalize('NFD')]: [['한글', '글이'], ['하글']],
  'สุดา ｶﾀｶﾅさん': [
    ['สุดา', 'カタカナ'],
    ['สดา', 'ヵタカナ'],
  ],
};

describe('/im/get/searchCahtMsg', () => {
  it('returns rows of the conversation list', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    await say(ada, list_id, '明天下午见');
    const [row] = await bo.im.get.searchCahtMsg({ chat_msg: '下午' });
    expect(row).toEqual(await rowOf(bo, list_id));
  });

  it('finds the same in the index and by scanning, whatever surrounds a word', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    await say(ada, list_id, 'something else');
    const places = new Map<string, string>();
    for (const text of Object.keys(samples)) {
      const place = await kith.befriend(bo, await kith.person('other'));
      await say(bo, place, text);
      places.set(text, place);
    }
    const check = async (where: string) => {
      for (const [text, [yes, no]] of Object.entries(samples)) {
        const isFound = async (wanted: string) => (await find(bo, wanted)).includes(places.get(text) ?? '');
        const found = await Promise.all([...yes, ...no].map(async (word) => [word, await isFound(word)]));
        expect(found, `${where}: ${text}`).toEqual([
          ...yes.map((word) => [word, true]),
          ...no.map((word) => [word, false]),
        ]);
      }
    };
    await indexed();
    await check('in the index');
    await kith.sql('delete from entry_search');
    await kith.sql('update search_progress set complete_until = 0');
    await check('by reading');
    // A starting server indexes messages that were left behind.
    await kith.restart();
    await indexed();
    await check('in the new index');
  });

  it('finds nothing for a blank text', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    await say(ada, list_id, 'a b');
    for (const text of ['', ' ', '\t\n']) expect(await find(bo, text)).toEqual([]);
  });

  it('finds names of files and places, not addresses of files', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    await tell(ada, list_id, 11, { url: 'abcdef.pdf', name: '年度报告.docx' });
    await tell(ada, list_id, 10, { latitude: 1, longitude: 1, name: '外滩' });
    for (const when of ['at once', 'from the index']) {
      expect(await find(bo, '年度'), when).toEqual([list_id]);
      expect(await find(bo, '外滩'), when).toEqual([list_id]);
      expect(await find(bo, 'abcdef'), when).toEqual([]);
      await indexed();
    }
  });

  it("searches only the caller's conversations, above the cleared position", async () => {
    const { ada, bo, cy, list_id } = await threePeople(kith);
    const withCy = await kith.befriend(ada, cy);
    await say(ada, list_id, '海阔天空');
    await say(ada, withCy, '天空很蓝');
    for (const when of ['at once', 'from the index']) {
      expect((await find(ada, '天空')).toSorted(), when).toEqual([list_id, withCy].toSorted());
      expect(await find(bo, '天空'), when).toEqual([list_id]);
      expect(await find(cy, '天空'), when).toEqual([withCy]);
      await indexed();
    }
    await bo.im.remove.del_log({ list_id, type: 1 });
    expect(await find(bo, '天空')).toEqual([]);
    expect(await find(ada, '海阔')).toEqual([list_id]);
    await say(ada, list_id, '又见天空');
    expect(await find(bo, '天空')).toEqual([list_id]);
    expect(await find(bo, '海阔')).toEqual([]);
  });

  it('returns one row for a conversation with many matches', async () => {
    const { ada, bo, list_id } = await threePeople(kith);
    for (let i = 0; i < 5; i++) await say(ada, list_id, `天空 ${i}`);
    await indexed();
    await say(ada, list_id, '天空 5');
    expect(await find(bo, '天空')).toEqual([list_id]);
  });

  it.each(['at once', 'from the index'])('omits recalled, burnt and destroyed messages: %s', async (when) => {
    const { ada, bo, list_id } = await threePeople(kith);
    const recalled = await say(ada, list_id, '收回的话');
    const burnt = await tell(ada, list_id, 0, { text: '阅后即焚', yhjf: true });
    await say(ada, list_id, '销毁的话');
    if (when !== 'at once') await indexed();
    for (const word of ['收回', '即焚', '销毁']) expect(await find(bo, word)).toEqual([list_id]);
    await ada.im.message.withdraw({ list_id, msg_id: recalled.msg.id });
    await bo.im.message.burnRead({ list_id, msg_id: burnt.msg.id });
    for (const word of ['收回', '即焚']) expect(await find(bo, word)).toEqual([]);
    await bo.im.remove.del_log({ list_id, type: 2 });
    for (const who of [ada, bo]) expect(await find(who, '销毁')).toEqual([]);
    await indexed();
    for (const word of ['收回', '即焚', '销毁']) expect(await find(ada, word)).toEqual([]);
    expect(await kith.sql(`select from entry_search where folded like '%收回%'`)).toEqual([]);
  });

  it('leaves nothing in the index of a message recalled during indexing', async () => {
    const { ada, list_id } = await threePeople(kith);
    const { msg, unindexed } = await sayUnindexed(ada, list_id, '忽然收回');
    await ada.im.message.withdraw({ list_id, msg_id: msg.id });
    // The indexer has read the message before.
    await indexMessages(kith.server.deps.db, [unindexed]);
    expect(await kith.sql(`select from entry_search where folded like '%忽然%'`)).toEqual([]);
  });

  it('leaves nothing in the index of a message recalled while its row is written', async () => {
    const { ada, list_id } = await threePeople(kith);
    const { msg, unindexed } = await sayUnindexed(ada, list_id, '又是收回');
    let recall: Promise<unknown> | undefined;
    await kith.server.deps.db.transaction().execute(async (tx) => {
      await indexMessages(tx, [unindexed]);
      recall = ada.im.message.withdraw({ list_id, msg_id: msg.id });
      await eventually('the recall waits for the row', async () => {
        const waiting = await kith.sql(
          `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
        );
        return waiting.length === 1;
      });
    });
    await recall;
    expect(await kith.sql(`select from entry_search where folded like '%又是%'`)).toEqual([]);
  });

  it.each(['at once', 'from the index'])('finds an edited text only by its new words: %s', async (when) => {
    const { ada, bo, list_id } = await threePeople(kith);
    const { msg } = await say(ada, list_id, '旧的句子');
    if (when !== 'at once') await indexed();
    const v1 = await ada.v1();
    v1.send({ t: 'edit', to: list_id, id: msg.id, content: { text: '新的说法' } });
    await v1.next('ack');
    for (const moment of ['at once', 'from the index']) {
      expect(await find(bo, '说法'), moment).toEqual([list_id]);
      expect(await find(bo, '句子'), moment).toEqual([]);
      await indexed();
    }
  });
});
