import { describe, expect, test } from 'vitest';
import { eventually, useKith } from '../harness/kith.js';
import { makeTenant } from './operator.js';
import { refusal } from './refusals.js';

const kith = useKith({ config: { tencentAppId: 1600057106 } });

describe('/im/App/config', () => {
  test("returns the tenant's settings, every value as a text, and no secret", async () => {
    const { body } = await kith.post('/im/App/config');
    const { default_avatar, ...settings } = body.data as Record<string, unknown>;
    const avatars = default_avatar as { image_id: string; photo: string }[];
    expect(avatars).toHaveLength(6);
    for (const { photo } of avatars)
      for (const size of ['70', '90', '300'])
        expect((await fetch(`${kith.url}/static/photo/${photo.replace('300', size)}`)).status).toBe(200);
    for (const [name, value] of Object.entries(settings))
      expect([name, typeof value]).toEqual([name, 'string']);
    expect(settings).toMatchObject({
      user_push_appid: '',
      user_push_appKey: '',
      user_push_masterSecret: '',
      tourist_prefix: 'siyu_',
      pc_page_title: 'IM',
      admin_page_title: '管理后台',
      disappear_after_read: '1',
      disappear_delay_time: '3',
      user_limit_tourist: '1',
      user_regiter_sms_status: '0',
      key: 'basic_config',
      tab_id: '1',
    });
  });

  test("follows the operator's changes", async () => {
    const tenant = await makeTenant(kith, {
      openVisitors: false,
      visitorPrefix: 'guest_',
      pageTitle: 'Our chat',
      consoleTitle: 'Our desk',
      smsOnRegistration: true,
      burnAfterRead: false,
      burnDelaySeconds: 10,
      openGroups: false,
      accountsPerAddress: 9,
      defaultFriends: '10001|10002',
      defaultFriendMode: 'turns',
      defaultFriendGreeting: 'hello',
    });
    expect(await kith.visitor({ tenant }).app.config()).toMatchObject({
      user_limit_tourist: '0',
      tourist_prefix: 'guest_',
      pc_page_title: 'Our chat',
      admin_page_title: 'Our desk',
      user_regiter_sms_status: '1',
      disappear_after_read: '0',
      disappear_delay_time: '10',
      user_create_group: '0',
      user_limit_ip: '9',
      user_default_friend: '10001|10002',
      user_default_friend_changer: '1',
      user_default_friend_random: '0',
      user_default_friend_speak: 'hello',
    });
    // Another process, such as a command, changes them: this one follows without a notification.
    const renamed = `settings || '{"pageTitle": "Our new chat"}'`;
    await kith.sql(`update tenants set settings = ${renamed} where id = $1`, [tenant]);
    await eventually('the running server follows', async () => {
      const { pc_page_title } = await kith.visitor({ tenant }).app.config();
      return pc_page_title === 'Our new chat';
    });
  });

  test('works without a token, with an expired one, with GET, and without a body', async () => {
    const bare = { body: null, headers: {} };
    for (const answer of [
      await kith.post('/im/App/config', {}, bare),
      await kith.post('/im/App/config', {}, { ...bare, method: 'GET' }),
      await kith.post('/im/App/config', { _token: 'dead', _agent_id: 1 }),
      await kith.post('/im/app/config', {}, { body: '', headers: { 'content-type': 'application/json' } }),
      await kith.post('/im/app/CONFIG', {}, { body: '', headers: { 'content-type': 'text/html' } }),
    ]) {
      expect(answer.body).toMatchObject({ err: 0, msg: '', data: { key: 'basic_config' } });
    }
  });
});

describe('/im/App/sysConfig and /im/app/getClientip', () => {
  test("return the same settings, and the caller's address", async () => {
    const { body } = await kith.post('/im/App/sysConfig', {}, { method: 'GET', body: null });
    expect(body.data).toEqual((await kith.post('/im/App/config')).body.data);
    expect(await kith.visitor().app.getClientip()).toMatch(/^(?:::ffff:)?127\.0\.0\.1$/);
    expect((await kith.post('/im/app/getClientip', { _token: 'dead' })).body.err).toBe(0);
  });
});

describe('/im/App/videoConfig', () => {
  test('returns the app id of calls and not the key', async () => {
    expect((await kith.post('/im/App/videoConfig', {}, { method: 'GET', body: null })).body).toEqual({
      err: 0,
      msg: '',
      data: { vedio_privatekey: '', vedio_appid: '1600057106', key: 'vedio', tab_id: '3' },
    });
  });
});

describe('/im/app/update', () => {
  test('offers the newer version to older ones, and none if none is set', async () => {
    const tenant = await makeTenant(kith, {
      appVersion: '2.10.0',
      appUrlAndroid: 'https://example.com/app.apk',
      appUrlIos: 'https://example.com/app',
    });
    const urls = { android: 'https://example.com/app.apk', ios: 'https://example.com/app' };
    const status = async (version?: string) => {
      const answer = await kith
        .visitor({ tenant })
        .app.update({ appid: '__UNI__1', ...(version && { version }) });
      expect(answer.update_url).toEqual(urls);
      return answer.status;
    };
    for (const version of ['2.9.9', '2.9', '1.99.99', '2', '2.10', 'x', '', undefined]) {
      expect(await status(version), version).toBe(version === '2.10' ? 0 : 1);
    }
    for (const version of ['2.10.0', '2.10.1', '2.11', '10.0.0', '3'])
      expect(await status(version), version).toBe(0);
    expect(await kith.visitor().app.update({ version: '0.0.1' })).toEqual({
      status: 0,
      update_url: { android: '', ios: '' },
    });
  });
});

describe('/im/app/setUserContact', () => {
  test('accepts a phone book in any form and stores nothing of it', async () => {
    const ada = await kith.person('ada');
    const book = [{ name: 'Bo', phone: '13800000001' }];
    await ada.im.app.setUserContact({ params: book, client_id: 'c', phone: '13800000002' });
    for (const params of [JSON.stringify(book), '', '[]', 'no json', '13800000001,13800000002']) {
      const { body } = await kith.post('/im/app/setUserContact', { _token: ada.token, params });
      expect(body, params).toEqual({ err: 0, msg: 'success' });
    }
    expect((await kith.post('/im/app/setUserContact', { params: '[]' })).body).toEqual(
      refusal('not_signed_in'),
    );
    const rows = await kith.sql(`select * from accounts where accounts::text like '%13800000001%'`);
    expect(rows).toEqual([]);
  });
});
