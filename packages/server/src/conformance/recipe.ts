import type { Fields, UploadFile } from './call.js';
import type { Role, World } from './world.js';

/** How an endpoint is called so that it succeeds. Required parameters that are left out have good values by their names. */
export interface Recipe {
  /** Who calls; `me` when left out. */
  readonly as?: Role;
  /** Makes what the endpoint needs, and gives the parameters that have no good value by name. */
  readonly params?: (world: World) => Fields | Promise<Fields>;
  /** Parameters of the documented example that name something else than in `params`. */
  readonly example?: (world: World) => Fields | Promise<Fields>;
  /** The file that goes along; a picture when the endpoint takes one and this is left out. */
  readonly file?: (world: World) => UploadFile | Promise<UploadFile>;
  /** It takes what only the people of the server have, so what is checked is the refusal. */
  readonly isRefused?: true;
  /** An operator may have closed it: the reason why a refusal says nothing. */
  readonly mayRefuse?: string;
  /** Only an operator can fill it: the reason why an empty list says nothing. */
  readonly mayBeEmpty?: string;
  /** Changes an account for good: not with people who were there before. */
  readonly onlyOurs?: true;
  /** The codes and words with which ids of nobody are refused, by parameter, where they are not those of what is not found. */
  readonly ofNobody?: Readonly<Record<string, readonly [number, string]>>;
  /** How the documented answers with these messages come about, where that is not this way. */
  readonly shown?: Readonly<Record<string, Recipe>>;
}

/** Recipes by the paths of their endpoints; in the Friendship API by method and path. */
export type Recipes = Readonly<Record<string, Recipe>>;
