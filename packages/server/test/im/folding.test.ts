import { expect, test } from 'vitest';
import { eventually, useKith, type Person } from '../harness/kith.js';

const kith = useKith();

const HANGUL = '한글이름'.normalize('NFD');
/** A name, and words that find it. */
const names: readonly (readonly [string, readonly string[]])[] = [
  [HANGUL, ['한글', '글이']],
  ['ｶﾀｶﾅさん', ['カタカナ', 'ｶﾀｶﾅ']],
  ['Νίκος Σοφός', ['ΝΊΚΟΣ', 'νικοσ', 'ΣΟΦΟΣ']],
  ['İpek Işık', ['ipek', 'IPEK', 'ışık', 'isik']],
  ['Éloïse', ['eloise', 'ÉLOÏSE']],
];

async function called(name: string): Promise<Person> {
  const person = await kith.person('x');
  await person.im.set.setInfo({ type: 0, content: name });
  return person;
}

async function friendsFound(who: Person, keyword: string): Promise<number[]> {
  const letters = Object.values((await who.im.get.searchFriends({ keyword })).data);
  return letters.flatMap(({ data }) => data.map((row) => row.user_id));
}

const peopleFound = async (who: Person, val: string) =>
  (await who.im.get.searchUser({ val })).data.map((row) => row.id);

test('people and friends are found by one rule, by nickname and remark', async () => {
  const ada = await kith.person('ada');
  for (const [name, words] of names) {
    const [friend, remarked] = [await called(name), await kith.person('remarked')];
    for (const person of [friend, remarked]) await kith.befriend(ada, person);
    await ada.im.friend.setRemarks({ user_id: remarked.id, content: name });
    for (const word of words) {
      expect(await peopleFound(ada, word), word).toEqual([friend.id]);
      expect((await friendsFound(ada, word)).toSorted(), word).toEqual([friend.id, remarked.id].toSorted());
    }
  }
  for (const word of ['하글', 'Νίκη', '%']) expect(await friendsFound(ada, word), word).toEqual([]);
});

test('files are found by the same rule, before and after indexing', async () => {
  const [ada, bo] = [await kith.person('ada'), await kith.person('bo')];
  const list_id = await kith.befriend(ada, bo);
  const files = [`${'résumé'.normalize('NFD')}.pdf`, 'ΣΟΦΟΣ.txt', `${HANGUL}.doc`, 'a_b%.zip'];
  for (const name of files)
    await ada.im.message.textMsg({ list_id, content_type: 11, content: { url: 'a.pdf', name } });
  const found = async (searchkey: string) =>
    (await bo.im.get.filelist({ list_id, searchkey })).data.map(({ filename }) => filename);
  for (const when of ['at once', 'from the index']) {
    expect(await found('résumé'), when).toEqual(['résumé.pdf']);
    expect(await found('RESUME'), when).toEqual(['résumé.pdf']);
    expect(await found('σοφος'), when).toEqual(['ΣΟΦΟΣ.txt']);
    expect(await found('한글'), when).toEqual(['한글이름.doc']);
    expect(await found('_b%'), when).toEqual(['a_b%.zip']);
    expect(await found('%%'), when).toEqual([]);
    await eventually('all is indexed', async () => {
      const behind = await kith.sql(
        `select from entries e
         where e.kind = 'message' and e.type in (0, 4, 10, 11) and not exists (
           select from entry_search s where s.conversation_id = e.conversation_id and s.seq = e.seq
         )`,
      );
      return behind.length === 0;
    });
  }
});

test('names stored by an older version are converted when the server starts, even two that look alike', async () => {
  const [ada, nikos] = [await kith.person('ada'), await called('Νίκος')];
  const twins = [await kith.person('one'), await kith.person('two')];
  await kith.befriend(ada, nikos);
  await ada.im.friend.setRemarks({ user_id: nikos.id, content: 'Ο Σοφός' });
  for (const [i, { id }] of twins.entries())
    await kith.sql('update accounts set username = $2, username_key = $2 where id = $1', [
      id,
      ['twin', 'tw\u0456n'][i],
    ]);
  await kith.sql(
    `update accounts set text_version = 0, folded_nickname = '', folded_username = '', username_skeleton = null, letter = '#', grams = '{}'`,
  );
  await kith.sql(`update friends set folded_remark = ''`);
  await kith.restart();
  await eventually('all is renewed', async () => {
    const old = await kith.sql(
      `select from accounts where text_version = 0 union all select from friends where remark <> '' and folded_remark = ''`,
    );
    return old.length === 0;
  });
  expect(await peopleFound(ada, 'ΝΊΚΟΣ')).toContain(nikos.id);
  expect(await friendsFound(ada, 'ΣΟΦΟΣ')).toEqual([nikos.id]);
  const rows = await kith.sql('select username_skeleton from accounts where id = any($1) order by id', [
    twins.map(({ id }) => id),
  ]);
  expect(rows).toEqual([{ username_skeleton: 'twin' }, { username_skeleton: null }]);
});
