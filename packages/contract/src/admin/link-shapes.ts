import { Type } from 'typebox';
import { described } from '../described.js';
import { Id, OneOf, Text, Time } from './wire.js';

export const LinkPlace = described(OneOf('menu', 'explore'), 'The page of an app that shows it.');

/** What a link says. */
export const linkContent = {
  name: described(Text({ maxLength: 200 }), 'As members see it.'),
  url: described(Text({ maxLength: 2000 }), 'A page of `http` or `https`.'),
  port: described(Type.String({ maxLength: 5 }), 'For apps that show one; digits, or empty.'),
  picture: described(Type.String({ maxLength: 200 }), 'A path below `/uploads/`, or empty.'),
  isShown: described(Type.Boolean(), 'Whether members see it.'),
};

/** A link for its editors. */
export const EditedLink = Type.Object({
  id: Id,
  version: Type.Integer(),
  ...linkContent,
  changedAt: Time,
  changedBy: described(Type.String(), '`kith` for commands on the server.'),
});

/** A new order of a list. */
export const reordering = {
  seen: described(
    Type.Array(Id, { maxItems: 200 }),
    'The ids in the order that the caller has seen; refused as `stale` if it is another one by now.',
  ),
  ids: described(Type.Array(Id, { maxItems: 200 }), 'The same ids in the new order.'),
};
