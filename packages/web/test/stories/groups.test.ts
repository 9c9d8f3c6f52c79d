import type { Locator } from 'playwright-core';
import { expect, test } from 'vitest';
import { picture } from '../../../server/test/im/pictures.js';
import { say } from '../../../server/test/realtime/support.js';
import { faultsOf } from '../harness/axe.js';
import { useBrowser } from '../harness/browser.js';

const web = useBrowser();

test('Ada makes a group with Ben and Cho; Cho becomes admin; Ben is removed, and returns by the link when Cho admits him', async () => {
  const [ada, ben, cho] = [
    await web.kith.person('ada'),
    await web.kith.person('ben'),
    await web.kith.person('cho'),
  ];
  await web.kith.befriend(ada, ben);
  await web.kith.befriend(ada, cho);
  const [atAda, atBen] = await Promise.all([web.page(ada), web.page(ben, { viewport: 'phone' })]);
  await atAda.getByRole('button', { name: 'New group' }).click();
  await atAda.getByLabel('Name of the group').fill('Lake club');
  await atAda.getByRole('checkbox', { name: 'ben' }).check();
  await atAda.getByRole('checkbox', { name: 'cho' }).check();
  expect(await faultsOf(atAda)).toEqual([]);
  await atAda.getByRole('button', { name: 'Create group with 2 friends' }).click();
  const messages = atAda.getByRole('region', { name: 'Messages' });
  await messages.getByText('You created the group with ben and cho.').waitFor();
  await atBen.getByRole('link', { name: /^Lake club.*ada created the group/ }).click();
  await atBen.getByRole('heading', { name: 'Lake club' }).waitFor();

  // The details: rights, a notice, the link.
  await atAda.getByRole('button', { name: 'Lake club, details of the group' }).click();
  const pane = atAda.getByRole('complementary', { name: 'Group details' });
  await pane.getByRole('button', { name: 'Actions for cho' }).click();
  await atAda.getByRole('menuitem', { name: 'Make admin' }).click();
  await pane.getByRole('link', { name: 'cho Admin' }).waitFor();
  await messages.getByText('You gave admin rights to cho.').waitFor();
  await pane.getByRole('button', { name: 'Write a notice' }).click();
  const board = atAda.getByRole('dialog', { name: 'Notice board' });
  await board.getByLabel('Notice', { exact: true }).fill('We meet at the pier.');
  await board.getByRole('button', { name: 'Save' }).click();
  await board.getByRole('listitem').getByText('At the top').waitFor();
  await atAda.keyboard.press('Escape');
  await pane.getByText('We meet at the pier.').waitFor();
  expect(await faultsOf(atAda)).toEqual([]);
  await pane.getByRole('button', { name: 'Invite' }).click();
  await atAda.getByRole('img', { name: 'QR code of the link' }).waitFor();
  const link = await atAda.getByLabel('Link', { exact: true }).inputValue();
  expect(await faultsOf(atAda)).toEqual([]);
  await atAda.keyboard.press('Escape');

  await pane.getByRole('button', { name: 'Actions for ben' }).click();
  await atAda.getByRole('menuitem', { name: 'Remove from the group' }).click();
  await atAda.getByRole('dialog').getByRole('button', { name: 'Remove from the group' }).click();
  // He is no member any more, and still has a name.
  await messages.getByText('You removed ben.').waitFor();
  await pane.getByText('2 members').waitFor();
  await atBen.getByRole('main').getByText('You were removed from “Lake club”.').waitFor();
  expect(await atBen.getByLabel('Message', { exact: true }).count()).toBe(0);

  await atBen.goto(link);
  await atBen.getByText('2 members').waitFor();
  expect(await faultsOf(atBen)).toEqual([]);
  await atBen.getByRole('button', { name: 'Join the group' }).click();
  await atBen.getByText('Your request was sent').waitFor();
  const atCho = await web.page(cho, { lang: 'zh-Hant', path: '/contacts/requests' });
  await atCho.getByText('Lake club').waitFor();
  await atCho.getByRole('button', { name: '同意' }).click();
  await atCho.getByRole('button', { name: '同意' }).waitFor({ state: 'hidden' });
  // A group that is removed from the list of chats is still among the groups.
  await ben.im.chat.deleteChat({ list_id: /join\/(\w+)/.exec(link)![1]! });
  await atBen.goto(`${web.kith.url}/contacts/groups`);
  await atBen.getByRole('link', { name: 'Lake club' }).click();
  await atBen.getByLabel('Message', { exact: true }).fill('Back again');
  await atBen.keyboard.press('Enter');
  await messages.getByText('Back again').waitFor();
  await atCho.goto(link.replace(/\/join\/(\w+)\/.*/, '/chats/$1'));
  await atCho.getByText('ada將ben移出群組。').waitFor();
});

test('the list and the head of a group say who is typing, up to three names, until the message comes', async () => {
  const names = ['ada', 'mei', 'bo', 'cho', 'dan'] as const;
  const [ada, ...others] = await Promise.all(names.map((name) => web.kith.person(name)));
  for (const other of others) await web.kith.befriend(ada!, other);
  await ada!.im.friend.setRemarks({ user_id: others[0]!.id, content: 'Cousin Mei' });
  const { list_id: to } = await ada!.im.message.addGroup({
    users: others.map(({ id }) => id),
    name: 'Lake club',
  });
  const page = await web.page(ada);
  const row = page.getByRole('link', { name: /^Lake club/ });
  const head = page.locator('main header').last();
  const sockets = await Promise.all(others.map((one) => one.v1()));
  /** What a place shows while some of them type. */
  const whileTyping = (count: number, place: Locator) => async () => {
    for (const socket of sockets.slice(0, count)) socket.send({ t: 'typing', to, on: true });
    return (await place.isVisible()) ? place.innerText() : '';
  };
  await expect.poll(whileTyping(1, row)).toContain('Cousin Mei is typing …');
  await row.click();
  await expect.poll(whileTyping(1, head)).toContain('Cousin Mei is typing …');
  await expect.poll(whileTyping(2, head)).toContain('Cousin Mei and bo are typing …');
  await expect.poll(whileTyping(4, head)).toMatch(/(, .*){2}, and one other are typing …/);
  await Promise.all(sockets.slice(1).map((socket) => say(socket, to, 'There')));
  await expect.poll(whileTyping(1, row)).toContain('Cousin Mei is typing …');
  await say(sockets[0]!, to, 'Here');
  await head.getByText('5 members').waitFor();
  await row.getByText('Cousin Mei: Here').waitFor();
});

test('only who may change something is offered it, and leaving hands the group on', async () => {
  const [ada, ben] = [await web.kith.person('ada'), await web.kith.person('ben')];
  await web.kith.befriend(ada, ben);
  const { list_id } = await ada.im.message.addGroup({ users: [ben.id], name: 'Lake club' });
  const page = await web.page(ben, { path: `/chats/${list_id}` });
  await page.getByRole('button', { name: 'Lake club, details of the group' }).click();
  const pane = page.getByRole('complementary', { name: 'Group details' });
  await pane.getByRole('link', { name: 'ada Owner' }).waitFor();
  for (const name of ['Rename', 'Write a notice', 'Actions for ada', 'Dissolve the group'])
    expect(await pane.getByRole('button', { name }).count(), name).toBe(0);
  expect(await pane.getByRole('switch').count()).toBe(2);

  // While all are muted there is no place to write; what was begun stays.
  await page.getByLabel('Message', { exact: true }).fill('Not yet sent');
  await ada.im.message.groupIsMsg({ list_id, value: 1 });
  await page.getByText('You may not write here for now.').waitFor();
  await ada.im.message.groupIsMsg({ list_id, value: 0 });
  await expect.poll(() => page.getByLabel('Message', { exact: true }).inputValue()).toBe('Not yet sent');

  // Ada leaves: Ben owns the group, and everything is his.
  await ada.im.message.liveGroup({ list_id });
  await pane.getByRole('link', { name: 'ben (you) Owner' }).waitFor();
  await pane.getByRole('switch', { name: 'Admins decide who joins' }).check();
  await expect.poll(async () => (await ben.im.message.getChatDetails({ list_id })).group.need_check).toBe(1);
  await pane.getByRole('switch', { name: 'Writing without a name is allowed' }).check();
  await pane.getByRole('switch', { name: 'Write without my name' }).check();
  await expect.poll(async () => (await ben.im.action.groupState({ list_id })).is_niming).toBe(1);
  await pane.getByRole('button', { name: 'Rename' }).click();
  await pane.getByLabel('Name of the group').fill('Sea club');
  await pane.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('link', { name: /^Sea club/ }).waitFor();
  await page.keyboard.press('Escape');
  await pane.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Sea club, details of the group' }).click();
  await pane.getByRole('button', { name: 'Dissolve the group' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Dissolve the group' }).click();
  await page.getByText('Choose a chat').waitFor();
  await page.getByRole('link', { name: /^Sea club/ }).waitFor({ state: 'hidden' });
});

test('the notice board: managers write, change, put on top and delete notices; members read them', async () => {
  const [ada, ben] = [await web.kith.person('ada'), await web.kith.person('ben')];
  await web.kith.befriend(ada, ben);
  const { list_id } = await ada.im.message.addGroup({ users: [ben.id], name: 'Lake club' });
  await ada.im.message.addGroupNotice({ list_id, content: 'We meet at the pier.', is_top: 1 });
  const [atAda, atBen] = await Promise.all([
    web.page(ada, { path: `/chats/${list_id}` }),
    web.page(ben, { path: `/chats/${list_id}`, viewport: 'phone', lang: 'zh-Hant' }),
  ]);
  await atAda.getByRole('button', { name: 'Lake club, details of the group' }).click();
  const pane = atAda.getByRole('complementary', { name: 'Group details' });
  await pane.getByRole('button', { name: 'Notice board' }).click();
  const board = atAda.getByRole('dialog', { name: 'Notice board' });
  const notices = board.getByRole('listitem');
  const written = board.getByLabel('Notice', { exact: true });

  // A second one below the one at the top.
  await board.getByRole('button', { name: 'Write a notice' }).click();
  await written.fill('Bring warm clothes.\nAnd tea.');
  await board.getByLabel('Show it at the top').uncheck();
  await board.getByRole('button', { name: 'Save' }).click();
  await notices.nth(1).getByText('Bring warm clothes.').waitFor();
  expect(await notices.nth(0).innerText()).toMatch(/^At the top\s+We meet at the pier\./);
  await atBen.getByRole('button', { name: 'Lake club的群組資料' }).click();
  await atBen.getByRole('button', { name: '公告欄（2 則）' }).click();
  const atBenBoard = atBen.getByRole('dialog', { name: '公告欄' });
  await atBenBoard.getByText('And tea.').waitFor();
  expect(await atBenBoard.getByRole('button').allInnerTexts()).toEqual(['']);
  expect(await faultsOf(atBen)).toEqual([]);

  // The second one is changed and takes the top, then the first one is deleted.
  await notices.nth(1).getByRole('button', { name: 'Change' }).click();
  await written.fill('Bring tea.');
  expect(await faultsOf(atAda)).toEqual([]);
  await board.getByLabel('Show it at the top').check();
  await board.getByRole('button', { name: 'Save' }).click();
  await notices.nth(0).getByText('Bring tea.').waitFor();
  expect(await notices.nth(1).getByText('At the top').count()).toBe(0);
  await notices.nth(1).getByRole('button', { name: 'Delete' }).click();
  await notices.nth(1).getByRole('group', { name: 'Delete' }).getByRole('button', { name: 'Delete' }).click();
  await expect.poll(() => notices.count()).toBe(1);
  expect(await ben.im.message.getGroupNotice({ list_id })).toMatchObject([
    { content: 'Bring tea.', is_top: 1 },
  ]);
  await atAda.keyboard.press('Escape');
  await pane.getByText('Bring tea.').waitFor();
});

test('in the details an owner changes the picture, brings a friend in, mutes one member, renews the link, hands over and leaves', async () => {
  const [ada, ben, cho] = [
    await web.kith.person('ada'),
    await web.kith.person('ben'),
    await web.kith.person('cho'),
  ];
  await web.kith.befriend(ada, ben);
  await web.kith.befriend(ada, cho);
  const { list_id } = await ada.im.message.addGroup({ users: [ben.id], name: 'Lake club' });
  const [page, atBen] = await Promise.all([
    web.page(ada, { path: `/chats/${list_id}` }),
    web.page(ben, { path: `/chats/${list_id}`, viewport: 'phone' }),
  ]);
  await page.getByRole('button', { name: 'Lake club, details of the group' }).click();
  const pane = page.getByRole('complementary', { name: 'Group details' });
  const row = page.getByRole('link', { name: /^Lake club/ });

  const { bytes } = await picture('red');
  await pane
    .getByLabel('Change the picture')
    .setInputFiles({ name: 'red.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(bytes) });
  const width = (image: HTMLImageElement) => image.naturalWidth;
  await expect.poll(() => pane.locator('label img').evaluate(width)).toBeGreaterThan(0);

  await pane.getByRole('switch', { name: 'Mute' }).check();
  await row.getByRole('img', { name: 'Muted' }).waitFor();
  await pane.getByRole('switch', { name: 'Pin to the top' }).check();
  await row.getByRole('img', { name: 'Pinned' }).waitFor();
  await pane.getByLabel('Your name in this group').fill('Captain');
  await pane.getByRole('button', { name: 'Save' }).click();
  await pane.getByRole('link', { name: 'Captain (you) Owner' }).waitFor();

  await pane.getByRole('button', { name: 'Add', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: 'cho' }).check();
  expect(await dialog.getByRole('checkbox', { name: 'ben' }).count()).toBe(0);
  expect(await faultsOf(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Add one friend' }).click();
  await pane.getByText('3 members').waitFor();
  await atBen
    .getByRole('region', { name: 'Messages' })
    .getByText(/invited cho\.$/)
    .waitFor();

  // One member is muted, and may write again.
  const choose = async (deed: string) => {
    await pane.getByRole('button', { name: 'Actions for ben' }).click();
    await page.getByRole('menuitem', { name: deed }).click();
  };
  await choose('Mute in this group');
  await atBen.getByText('You may not write here for now.').waitFor();
  await choose('Let write again');
  await atBen.getByLabel('Message', { exact: true }).waitFor();

  await pane.getByRole('button', { name: 'Invite' }).click();
  const link = page.getByLabel('Link', { exact: true });
  const before = await link.inputValue();
  await page.getByRole('button', { name: 'New link' }).click();
  await expect.poll(() => link.inputValue()).not.toBe(before);
  const code = (url: string) => url.split('/').at(-1)!;
  await expect(cho.im.group.invitation({ list_id, code: code(before) })).rejects.toThrow();
  expect(await cho.im.group.invitation({ list_id, code: code(await link.inputValue()) })).toMatchObject({
    num: 3,
  });
  await page.keyboard.press('Escape');

  await choose('Hand over the group');
  await dialog.getByRole('button', { name: 'Hand over the group' }).click();
  await pane.getByRole('link', { name: 'ben Owner' }).waitFor();
  await atBen.getByRole('link', { name: 'Back' }).click();
  await atBen.getByRole('link', { name: /The group now belongs to you\./ }).click();
  expect(await pane.getByRole('button', { name: 'Dissolve the group' }).count()).toBe(0);
  await pane.getByRole('button', { name: 'Leave the group' }).click();
  await dialog.getByRole('button', { name: 'Leave the group' }).click();
  await page.getByText('Choose a chat').waitFor();
  await row.waitFor({ state: 'hidden' });
  await atBen.getByText('2 members').waitFor();
});

test('who follows a link without being signed in comes to it after the sign-in', async () => {
  const [ada, ben, cho] = [
    await web.kith.person('ada'),
    await web.kith.person('ben'),
    await web.kith.person('cho'),
  ];
  await web.kith.befriend(ada, ben);
  const { list_id } = await ada.im.message.addGroup({ users: [ben.id], name: 'Lake club' });
  const { code } = (await ada.im.message.getChatDetails({ list_id })).group;
  const page = await web.page(undefined, { path: `/join/${list_id}/${code}` });
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('User name').fill(cho.username);
  await page.getByLabel('Password', { exact: true }).fill(cho.password);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Join the group' }).click();
  await page.getByRole('region', { name: 'Messages' }).getByText('You joined.').waitFor();
  await page.getByRole('link', { name: /^Lake club/ }).waitFor();
});
