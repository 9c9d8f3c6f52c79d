import { beforeAll, describe, expect, test } from 'vitest';
import { im, imClosedPaths, type Endpoint } from '@kith/contract';
import { useKith, type Person } from '../harness/kith.js';
import { refusal } from './refusals.js';

const kith = useKith();

describe('a path that moves money', () => {
  const off = refusal('feature_off');
  let ada: Person;
  beforeAll(async () => {
    ada = await kith.person('ada');
  });

  test.each([
    '/im/get/getUserbankList',
    '/im/get/addUserBank',
    '/im/get/addUserAlipay',
    '/im/withdraw/getWithDrawConfig',
    '/im/withdraw/withDrawMoney',
    '/im/get/getUserCapitalList',
    '/im/vendor/getUserCapitalList',
    '/im/user/payAmount',
    '/im/user/collectAmount',
    '/im/user/checkBeforePay',
    '/im/user/setUserTradePassword',
    '/im/user/checkUserTradePassword',
    '/im/vendor/updateUserTradePassword',
    '/im/pay/userCharge',
    '/im/pay/chainCharge',
    '/im/pay/payCircleOrder',
    '/im/pay/payVideoAamount',
    '/im/get/getVedioPayConfig',
    '/im/app/notifyOtherPay',
    '/im/message/createHongBao',
    '/im/message/getHongBao',
    '/im/get/getHongBaoDetail',
    '/im/order/getUserOrderList',
    '/im/order/updateOrderStatus',
    '/im/vendor/createLeiHongBao',
    '/im/vendor/getLeiHongBao',
    '/im/vendor/getExpireBigRed',
    '/im/vendor/bigRegQiang',
    '/im/vendor/setHongBaoConfig',
    '/im/vendor/getUserVendor',
    '/im/vendor/getVendor',
    '/im/vendor/addRobot',
    '/im/vendor/getRobotList',
    '/im/vendor/robotTuiQun',
    '/im/vendor/robotAutoHongbao',
    '/im/vendor/setVoiceRoomMsg',
    '/im/vendor/joinVoiceRoom',
    '/im/vendor/memberjoinVoiceRoom',
    '/im/vendor/checkVoiceRoomState',
  ])('%s reports that the feature is off, whatever is sent', async (path) => {
    const token = { _token: ada.token, _agent_id: 1 };
    expect((await kith.post(path, token)).body).toEqual(off);
    expect((await kith.post(path, { ...token, amount: '1e9', list_id: "'\0" })).body).toEqual(off);
  });

  test('reports it in the language of the caller, for every kind of request', async () => {
    expect(off.msg).toBe('功能未开启');
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

  test('checks the token first', async () => {
    for (const path of imClosedPaths) {
      for (const fields of [{}, { _token: 'bad' }, { _token: ada.token, _agent_id: 2 }])
        expect((await kith.post(path, fields)).body, path).toEqual(refusal('not_signed_in'));
    }
  });

  test('exists once, and not beside an endpoint', () => {
    const served = Object.values(im).flatMap((group): Endpoint[] => Object.values(group));
    const all = [...imClosedPaths, ...served.map(({ path }) => path)].map((path) => path.toLowerCase());
    expect(new Set(all).size).toBe(all.length);
  });
});
