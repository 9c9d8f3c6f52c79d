import { expect, test } from 'vitest';
import { deviceOf } from './device.js';

const SAFARI = 'AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1';
const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';

test.each([
  [`Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) ${SAFARI}`, 'Safari on iPhone', 'ios'],
  [`Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) ${SAFARI} Html5Plus/1.0`, 'App on iPhone', 'ios'],
  [`Mozilla/5.0 (iPad; CPU OS 17_4 like Mac OS X) ${SAFARI}`, 'Safari on iPad', 'ios'],
  ['Kith/12 CFNetwork/1494.0.7 Darwin/23.4.0', 'App on Mac', 'macos'],
  [`Mozilla/5.0 (Linux; Android 14; Pixel 8) ${CHROME}`, 'Chrome on Android', 'android'],
  [`Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) ${CHROME}`, 'App on Android', 'android'],
  [
    `Mozilla/5.0 (Linux; Android 14; SM-S921B) SamsungBrowser/24.0 ${CHROME}`,
    'Samsung Internet on Android',
    'android',
  ],
  ['okhttp/4.12.0', 'App on Android', 'android'],
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Edg/131.0.0.0`, 'Edge on Windows', 'windows'],
  [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Kith/1.0 Electron/33.2.0`,
    'Desktop app on Windows',
    'windows',
  ],
  [
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:133.0) Gecko/20100101 Firefox/133.0',
    'Firefox on Mac',
    'macos',
  ],
  [`Mozilla/5.0 (X11; Linux x86_64) ${CHROME} OPR/115.0.0.0`, 'Opera on Linux', 'linux'],
  [`Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${CHROME}`, 'Chrome on ChromeOS', 'linux'],
  ['curl/8.5.0', '', ''],
  ['<script>alert(1)</script>', '', ''],
  ['', '', ''],
  [undefined, '', ''],
])('%s is %s', (userAgent, device, platform) => {
  expect(deviceOf(userAgent)).toEqual({ device, platform });
});
