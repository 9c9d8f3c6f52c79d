import { Type } from 'typebox';

/** A picture to store. With the rest it is at most a body of the largest form. */
export const Picture = Type.Unsafe<string>(
  Type.String({ minLength: 1, maxLength: 1_000_000, pattern: '^[A-Za-z0-9+/]+={0,2}$', wire: 'base64' }),
);
