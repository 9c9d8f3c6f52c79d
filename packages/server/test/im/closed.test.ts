import { describe, expect, test } from 'vitest';
import { im, imClosedPaths, type Endpoint } from '@kith/contract';
import { useKith } from '../harness/kith.js';
import { refusal } from './refusals.js';

const kith = useKith();

describe('paths that move money', () => {
  test('say in the language of the caller that the feature is off, whatever is sent', async () => {
    const ada = await kith.person('ada');
    const off = refusal('feature_off');
    expect(off.msg).toBe('功能未开启');
    for (const path of imClosedPaths) {
      const token = { _token: ada.token, _agent_id: 1 };
      expect((await kith.post(path, token)).body, path).toEqual(off);
      expect((await kith.post(path, { ...token, amount: '1e9', list_id: "'\0" })).body, path).toEqual(off);
    }
    const [path = ''] = imClosedPaths;
    const say = async (_locale: string) =>
      (await kith.post(path, { _token: ada.token, _locale })).body.msg as string;
    expect(await say('zh-Hant')).toBe('功能未開啟');
    expect(await say('en')).toBe('This feature is not available');
    const form = new FormData();
    form.set('_token', ada.token);
    form.set('file', new Blob(['x']), 'a.jpg');
    expect((await kith.post(path, {}, { body: form })).body).toEqual(off);
    const url = `${path.toUpperCase()}%20?_token=${ada.token}`;
    expect((await kith.post(url, {}, { method: 'GET', body: null })).body).toEqual(off);
  });

  test('but a bad token is told first', async () => {
    const ada = await kith.person('ada');
    for (const path of imClosedPaths) {
      for (const fields of [{}, { _token: 'bad' }, { _token: ada.token, _agent_id: 2 }])
        expect((await kith.post(path, fields)).body, path).toEqual(refusal('not_signed_in'));
    }
  });

  test('are paths of their own, each once', () => {
    const served = Object.values(im).flatMap((group): Endpoint[] => Object.values(group));
    const all = [...imClosedPaths, ...served.map(({ path }) => path)].map((path) => path.toLowerCase());
    expect(new Set(all).size).toBe(all.length);
  });
});
