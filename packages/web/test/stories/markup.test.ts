import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { group } from '../../../server/test/conversations/chatting.js';
import { post } from '../../../server/test/im/moments.js';
import { sendFile } from '../../../server/test/im/sent-files.js';
import { publishArticle } from '../../../server/test/im/operator.js';
import { insertVideos } from '../../../server/test/im/videos.js';
import { student } from '../../../server/test/api/people.js';
import type { Person } from '../../../server/test/harness/kith.js';
import { PAYLOADS, payloadTexts } from '../harness/payloads.js';
import { atPace } from '../../../server/test/harness/at-pace.js';
import { useBrowser } from '../harness/browser.js';

const web = useBrowser();
const FRIENDS = 12;
const TEXTS = 30;
const COMMENTS = 100;

/** Everything that runs, in nodes that no text may become. */
const FOREIGN = [
  'script:not([src^="/app/"])',
  'iframe, object, embed, frameset, base, meta[http-equiv], math, marquee, keygen, isindex, custom-element, xmp',
  'a[href^="javascript:" i], a[href^="data:" i], a[href^="vbscript:" i]',
  'form[action], link[rel=import], [srcdoc], [background]',
].join(', ');

async function expectNothingRan(page: Page, where: string): Promise<void> {
  const found = await page.evaluate((foreign) => {
    const handlers = [...document.querySelectorAll('*')].filter((element) =>
      element.getAttributeNames().some((name) => name.startsWith('on')),
    );
    return {
      hasRun: 'hasRun' in globalThis,
      nodes: [...document.querySelectorAll(foreign), ...handlers].map((node) => node.outerHTML),
    };
  }, FOREIGN);
  expect(found, where).toEqual({ hasRun: false, nodes: [] });
}

/** One of these texts stands on the page as somebody has written it. */
async function expectTyped(page: Page, ...texts: readonly string[]): Promise<void> {
  const isThere = () =>
    page.evaluate((all) => all.some((one) => document.body.textContent.includes(one.trim())), texts);
  await expect.poll(isThere).toBe(true);
}

/**
 * Every text that others see: names, remarks, signatures, greetings, cards, schools, messages, places, files, groups with
 * their notices, moments and videos with their comments, articles.
 */
async function writeEverywhere() {
  const texts = payloadTexts(TEXTS);
  const names = payloadTexts(FRIENDS);
  const ada = await student(web.kith, 'ada', '臺灣大學');
  const friends: Person[] = [];
  for (const [at, name] of names.entries()) {
    const friend = await student(web.kith, 'bo', '臺灣大學');
    await web.kith.befriend(ada, friend);
    await web.kith.sql('update accounts set nickname = $2, signature = $2 where id = $1', [friend.id, name]);
    // Half of them have a name that ada has given.
    if (at % 2)
      await web.kith.sql('update friends set remark = $3 where account_id = $1 and friend_id = $2', [
        ada.id,
        friend.id,
        name,
      ]);
    friends.push(friend);
  }
  const [friend] = friends as [Person];
  const asking = await web.kith.person('cy');
  await asking.im.action.friendAdd({ user_id: ada.id, content: texts[0]!.slice(0, 200) });
  const members = friends.map((person) => ({ person }));
  const [club] = await Promise.all(texts.map(() => group(web.kith, [{ person: ada }, ...members])));
  await web.kith.sql(
    `update conversations c set name = t.name from (
       select id, row_number() over (order by id) as at from conversations where kind = 'group') g,
     unnest($1::text[]) with ordinality t (name, at) where c.id = g.id and t.at = g.at`,
    [texts],
  );
  const pair = await ada.im.message.getListId({ user_id: friend.id });
  const moment = await post(friend, 'A calm day');
  for (const message of payloadTexts(COMMENTS)) await friend.im.circle.comment({ id: moment, message });
  for (const text of texts) {
    for (const list_id of [club!, pair.list_id])
      await friend.im.message.textMsg({ list_id, content_type: 0, content: { text } });
    await post(friend, text);
  }
  const place = { latitude: 1, longitude: 1, name: texts[1], address: texts[2] };
  await friend.im.message.textMsg({ list_id: pair.list_id, content_type: 10, content: place });
  const { list } = await ada.im.get.chatData({ list_id: pair.list_id });
  for (const { msg } of list)
    if (msg.type === 0) await ada.im.vendor.saveStore({ list_id: pair.list_id, msg_id: msg.id });
  await sendFile(friend, pair.list_id, 'file', { name: texts[4]! });
  await ada.im.message.setGroupData({ list_id: club!, type: 'notice', content: texts[5]!.slice(0, 1000) });
  const [share_id] = await insertVideos(web.kith, friend, 1);
  await web.kith.sql('update videos set title = $1', [texts[3]]);
  await friend.im['video.Share'].comment({
    share_id: share_id!,
    comment_id: 0,
    content: texts[6]!.slice(0, 500),
  });
  await web.kith.sql('update intros set tags = $2 where account_id = $1', [friend.id, texts.slice(7, 10)]);
  await web.kith.sql('update universities set name = $2 where tenant_id = 1 and name = $1', [
    '臺灣大學',
    texts[10],
  ]);
  const article = await publishArticle(web.kith, {
    title: texts[11]!.slice(0, 200),
    summary: texts[12]!.slice(0, 500),
    body: texts[13]!,
  });
  return { ada, club: club!, pair: pair.list_id, friend, article, texts };
}

/** Presses a button that shows more until there is no more. It goes while the last part is loaded. */
async function showAll(page: Page, name: string): Promise<void> {
  const button = page.getByRole('button', { name });
  const isOver = async () => {
    await button.click({ timeout: 500 }).catch(() => undefined);
    return (await button.count()) === 0;
  };
  await expect.poll(isOver).toBe(true);
}

test(
  'more than 300 payloads in every text run nothing on any page',
  async () => {
    expect(PAYLOADS.length).toBeGreaterThanOrEqual(300);
    const { ada, club, pair, friend, article, texts } = await writeEverywhere();
    const page = await web.page(ada, { expects: /the server responded with a status of 404/ });
    page.on('dialog', (dialog) => {
      throw new Error(`A dialog: ${dialog.message()}`);
    });
    await page.getByText('hasRun').first().waitFor();
    await expectNothingRan(page, 'the list of chats');
    for (const listId of [club, pair]) {
      await page.goto(`${web.kith.url}/chats/${listId}`);
      const history = page.getByRole('region', { name: 'Messages' });
      await history.getByText('hasRun').first().waitFor();
      await expectTyped(page, ...texts);
      for (let step = 0; step < 12; step++) {
        await history.evaluate(async (list) => {
          list.scrollTop -= list.clientHeight / 2;
          await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        });
        await expectNothingRan(page, `a chat, step ${step}`);
      }
    }
    await page.keyboard.press('Control+k');
    const combobox = page.getByRole('combobox');
    await combobox.fill('hasRun');
    await page.getByRole('group', { name: 'Messages' }).waitFor();
    await expectNothingRan(page, 'the search');
    for (const [path, older] of [
      ['/contacts', undefined],
      ['/contacts/requests', undefined],
      [`/contacts/${friend.id}`, undefined],
      ['/discover', undefined],
      [`/discover/${friend.id}`, undefined],
      ['/moments', 'Show older ones'],
      ['/favourites', 'Show older ones'],
      ['/help', undefined],
      [`/help/${article}`, undefined],
      ['/videos', undefined],
    ] as const) {
      await page.goto(web.kith.url + path);
      await page.getByText('hasRun').first().waitFor({ state: 'attached' });
      if (older !== undefined) await showAll(page, older);
      await expectNothingRan(page, path);
    }
    await expectTyped(page, texts[3]!);
    await page.getByRole('button', { name: 'Comments, 1' }).click();
    await page.getByRole('dialog').getByText('hasRun').first().waitFor();
    await expectNothingRan(page, 'the comments of a video');
    await expectTyped(page, texts[6]!.slice(0, 500));
    await page.goto(`${web.kith.url}/chats/${club}`);
    await page.getByRole('button', { name: /details of the group/ }).click();
    await page.getByRole('complementary').getByText('hasRun').first().waitFor();
    await page.getByRole('button', { name: 'Notice board' }).click();
    await page.getByRole('dialog', { name: 'Notice board' }).getByText('hasRun').first().waitFor();
    await expectNothingRan(page, 'the details of a group and its notices');
    await expectTyped(page, texts[5]!.slice(0, 1000));
  },
  atPace(90_000),
);
