import type { Fields, UploadFile } from './call.js';
import type { Role, World } from './world.js';

/** How to call an endpoint so that it succeeds. Missing required parameters get valid values by their names. */
export interface Recipe {
  /** The caller; `me` by default. */
  readonly as?: Role;
  /** Creates the objects that the endpoint needs, and returns the parameters without a default value. */
  readonly params?: (world: World) => Fields | Promise<Fields>;
  /** Parameters of the documented example that refer to something other than `params` does. */
  readonly example?: (world: World) => Fields | Promise<Fields>;
  /** The uploaded file; a picture by default, if the endpoint takes a file. */
  readonly file?: (world: World) => UploadFile | Promise<UploadFile>;
  /** Requires rights that only the server's operators have, so the refusal is checked. */
  readonly isRefused?: true;
  /** Why a refusal proves nothing: an operator may have closed the endpoint. */
  readonly mayRefuse?: string;
  /** Why an empty list proves nothing: only an operator can fill it. */
  readonly mayBeEmpty?: string;
  /** Changes an account permanently, so it must not run with existing accounts. */
  readonly onlyOurs?: true;
  /** By parameter, the codes and messages for unknown ids, where they differ from the usual "not found". */
  readonly ofNobody?: Readonly<Record<string, readonly [number, string]>>;
  /** How to provoke the documented answers with these messages, if in another way. */
  readonly shown?: Readonly<Record<string, Recipe>>;
}

/** Recipes by the paths of their endpoints; in the Friendship API by method and path. */
export type Recipes = Readonly<Record<string, Recipe>>;
