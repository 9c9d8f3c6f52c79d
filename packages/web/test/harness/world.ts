import { open } from '../../../server/test/api/channels.js';
import { ask } from '../../../server/test/realtime/support.js';
import { student } from '../../../server/test/api/people.js';
import { group } from '../../../server/test/conversations/chatting.js';
import { publishArticle } from '../../../server/test/im/operator.js';
import { post } from '../../../server/test/im/moments.js';
import { sendFile } from '../../../server/test/im/sent-files.js';
import { insertVideos } from '../../../server/test/im/videos.js';
import type { Kith, Person } from '../../../server/test/harness/kith.js';

/** Ada, and what there is to see for her: a friend's chat, a group, a stranger, moments, a video, favourites, an article. */
export interface World {
  readonly ada: Person;
  /** Her friend. */
  readonly bo: Person;
  /** Of her school, and no friend. */
  readonly dee: Person;
  readonly listId: string;
  readonly groupId: string;
  readonly code: string;
  readonly articleId: number;
}

/** Makes them on a server. */
export async function makeWorld(kith: Kith): Promise<World> {
  const [ada, bo, cy, dee] = await Promise.all(
    (['ada', 'bo', 'cy', 'dee'] as const).map((name) => student(kith, name, '臺灣大學')),
  );
  if (!ada || !bo || !cy || !dee) throw new Error('Four people were made.');
  const groupId = await group(kith, [{ person: ada }, { person: bo }]);
  const { list_id: listId } = await ada.im.message.getListId({ user_id: bo.id });
  const { code } = (await ada.im.message.getChatDetails({ list_id: groupId })).group;
  await bo.im.message.textMsg({ list_id: listId, content_type: 0, content: { text: 'Tea at five?' } });
  const { list } = await ada.im.get.chatData({ list_id: listId });
  await ada.im.vendor.saveStore({ list_id: listId, msg_id: list.at(-1)!.msg.id });
  await sendFile(bo, listId, 'image');
  const socket = await bo.v1();
  await ask(socket, { t: 'react', to: listId, id: list.at(-1)!.msg.id, emoji: '👍', on: true });
  await open(cy, ada, { is_wave: 1 });
  await dee.im.action.friendAdd({ user_id: ada.id, content: 'From the lake' });
  await post(ada, 'A calm day');
  await post(bo, 'The sea was calm');
  await insertVideos(kith, bo, 2);
  const articleId = await publishArticle(kith, {
    title: 'Tea rules',
    summary: 'How to brew',
    body: '<h2>Water</h2><p>Use fresh <b>water</b>.</p>',
  });
  return { ada, bo, dee, listId, groupId, code, articleId };
}
