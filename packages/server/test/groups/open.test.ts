import { expect, test } from 'vitest';
import { group } from '../conversations/chatting.js';
import { useKith } from '../harness/kith.js';
import { changeSettings, makeTenant } from '../im/operator.js';
import { refused } from '../im/refusals.js';

const kith = useKith();

test('nobody creates or copies a group if the operator disables groups; existing groups stay', async () => {
  const tenant = await makeTenant(kith);
  const [ada, bo] = [await kith.person('ada', { tenant }), await kith.person('bo', { tenant })];
  await kith.befriend(ada, bo);
  const list_id = await group(kith, [{ person: ada }, { person: bo }]);
  await ada.im.message.addGroup({ users: [bo.id] });
  await changeSettings(kith, tenant, { openGroups: false });
  const before = await kith.sql('select count(*) from conversations');
  await expect(ada.im.message.addGroup({ users: [bo.id] })).rejects.toMatchObject(refused('forbidden'));
  await expect(ada.im.vendor.copyNewQun({ list_id })).rejects.toMatchObject(refused('forbidden'));
  expect(await kith.sql('select count(*) from conversations')).toEqual(before);
  await bo.im.message.textMsg({ list_id, content_type: 0, content: { text: 'hello' } });
});
