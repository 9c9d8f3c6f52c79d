import { Type, type TObject } from 'typebox';
import type { Endpoint } from '../endpoint.js';

/** The schema of a complete successful response of the Friendship API. */
export function apiAnswerSchema(endpoint: Endpoint): object {
  const head = { code: Type.Literal(0), message: Type.String(), error: Type.Literal(false) };
  const members = endpoint.reply === 'both' ? (endpoint.result as TObject).properties : {};
  return Type.Object({ ...head, ...members, data: endpoint.result });
}
