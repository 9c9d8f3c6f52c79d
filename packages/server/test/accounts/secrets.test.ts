import { pino } from 'pino';
import { expect, test } from 'vitest';
import { makePasswordHasher } from '../../src/adapters/passwords.js';
import { useKith, type Answer } from '../harness/kith.js';
import { registerNumber } from './phones.js';
import { keepTexts } from './sent-texts.js';

const texts = keepTexts();
const logged: string[] = [];
const answers: Answer[] = [];

const kith = useKith({
  // This log hides only what the log of a real server hides.
  log: pino({ level: 'trace' }, { write: (line) => void logged.push(line) }),
  overrides: {
    ...texts.overrides,
    ports: { ...texts.overrides.ports, passwords: makePasswordHasher() },
  },
});

const post = async (path: string, fields: Record<string, unknown>) => {
  const answer = await kith.post(path, fields);
  answers.push(answer);
  return answer.body;
};

test('no response contains a password or a code, and the log contains neither them nor tokens', async () => {
  const username = '13800000001';
  const [first, second, third, wrong] = ['S3cret-first', 'S3cret-second', 'S3cret-third', 'S3cret-wrong'];
  const token = await registerNumber(kith, username, first);
  await post('/im/in/login', { username, password: wrong });
  await post('/im/in/login', { username, password: first });
  await post('/im/in/frozen', { username, password: first });
  await post('/im/in/reg', { username, password: first });
  await post('/im/in/reg', { username: 'weak', password: 's3cret-' });
  await post('/im/get/base', { _token: token });
  await post('/im/get/getUserInfo', { _token: token });
  await post('/im/get/base', { _token: `${token}x` });
  await post('/im/set/password', { _token: token, pass1: wrong, pass2: second, pass3: second });
  await post('/im/set/password', { _token: token, pass1: first, pass2: second, pass3: second });
  await post('/im/App/getSms', { mobile: username, type: 'FORGET_PASSWORD' });
  await texts.send(kith);
  const { code } = texts.sent[0]!;
  await post('/im/app/checkSmsCode', { mobile: username, type: 'FORGET_PASSWORD', code });
  const signedIn = (await post('/im/in/forgetPassword', { username, password: third, sms_code: code })).data;
  // A server failure while a password is being processed.
  await kith.sql('alter table sessions rename to sessions_gone');
  expect((await post('/im/in/login', { username, password: third })).msg).toBe('系统错误，请稍后再试');
  await kith.sql('alter table sessions_gone rename to sessions');

  const hashes = await kith.sql<{ password_hash: string }>('select password_hash from accounts');
  const everywhere = `${answers.map(({ text }) => text).join('\n')}\n${logged.join('')}`;
  expect(logged.join('')).toContain('"event":"signed_in"');
  expect(logged.join('')).toContain('a request failed');
  expect(everywhere).not.toMatch(/s3cret-/i);
  expect(everywhere).not.toContain('$argon2');
  expect(everywhere).not.toContain(code);
  expect(hashes.length).toBeGreaterThan(0);
  for (const secret of [token, signedIn.token as string]) expect(logged.join('')).not.toContain(secret);
});

test('passwords are stored as argon2id with our parameters, each with its own salt', async () => {
  const password = 'Passw0rd1';
  for (const username of ['ada', 'bo']) await kith.visitor().in.reg({ username, password });
  const hashes = await kith.sql<{ password_hash: string }>(
    `select password_hash from accounts where username in ('ada', 'bo')`,
  );
  expect(new Set(hashes.map((row) => row.password_hash)).size).toBe(2);
  for (const { password_hash } of hashes) {
    expect(password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22,}\$[\w+/]{43}$/);
  }
});
