import { Type } from 'typebox';
import { described } from '../described.js';
import { endpoint } from '../endpoint.js';
import { Text } from './wire.js';

export const preview = endpoint({
  path: '/im/link/preview',
  summary: 'Returns what a web page says of itself, if the operator lets the server read web pages.',
  params: { url: Text({ minLength: 1 }) },
  result: Type.Object({
    title: Type.String(),
    description: Type.String(),
    picture: described(Type.String(), 'The path of a small picture; empty without one.'),
  }),
  source: 'own',
});
