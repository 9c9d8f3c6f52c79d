import { Type } from 'typebox';
import { described } from '../described.js';
import { endpoint } from '../endpoint.js';
import { Flag, Text } from './wire.js';

const Endpoint = described(
  Text({ minLength: 1, maxLength: 1000 }),
  'The address that the browser gives, `https`.',
);

export const config = endpoint({
  path: '/im/push/config',
  summary: "The key with which a browser subscribes to push messages, and the caller's setting.",
  result: Type.Object({
    public_key: described(Type.String(), 'For `applicationServerKey`, base64url.'),
    show_text: described(Flag, '1 if push messages contain names and texts.'),
  }),
  source: 'own',
});

export const subscribe = endpoint({
  path: '/im/push/subscribe',
  summary:
    'Subscribes the browser of this session; at most 10 of an account, a further one replaces the oldest.',
  params: {
    endpoint: Endpoint,
    p256dh: described(Text({ minLength: 1, maxLength: 100 }), "The browser's public key, base64url."),
    auth: described(Text({ minLength: 1, maxLength: 100 }), "The browser's secret, base64url."),
  },
  source: 'own',
});

export const unsubscribe = endpoint({
  path: '/im/push/unsubscribe',
  summary: 'Ends a subscription of the caller.',
  params: { endpoint: Endpoint },
  source: 'own',
});

export const showText = endpoint({
  path: '/im/push/showText',
  summary: 'Sets whether push messages contain names and texts.',
  params: { value: Flag },
  source: 'own',
});
