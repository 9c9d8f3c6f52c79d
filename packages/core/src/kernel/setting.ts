interface Common {
  /** What it does, as a sentence in English. */
  readonly meaning: string;
  /** Whether a mistake can reveal or delete what cannot be restored, or shut people out. */
  readonly isDangerous?: true;
  /** Whether the audit log must not show its values. */
  readonly isSecret?: true;
}

/** Which values a setting of a tenant accepts; the console makes its forms from it. */
export type SettingSchema = Common &
  (
    | { readonly kind: 'switch'; readonly default: boolean }
    | {
        /** A whole number. */
        readonly kind: 'number';
        readonly default: number;
        readonly min: number;
        readonly max: number;
        readonly unit?: 'milliseconds' | 'seconds' | 'hours' | 'days' | 'bytes' | 'pixels';
      }
    | {
        readonly kind: 'choice';
        readonly default: string;
        readonly choices: readonly string[];
        /** The one of them that production refuses. */
        readonly forTests?: string;
      }
    | {
        readonly kind: 'text';
        readonly default: string;
        readonly maxCharacters: number;
        /** A regular expression that the whole text matches, with a text that does. */
        readonly pattern?: string;
        readonly example?: string;
      }
    /** The IANA name of a time zone. */
    | { readonly kind: 'timeZone'; readonly default: string }
  );

/** Settings by name; each area declares its own in `tenant-settings.ts`. */
export type SettingSchemas = Readonly<Record<string, SettingSchema>>;

type ValueOf<S extends SettingSchema> = S extends { kind: 'choice'; choices: readonly (infer V)[] }
  ? V
  : S['default'] extends boolean
    ? boolean
    : S['default'] extends number
      ? number
      : string;

/** The values of settings. */
export type SettingValues<S extends SettingSchemas> = { readonly [K in keyof S]: ValueOf<S[K]> };

/** The value of any setting. */
export type SettingValue = boolean | number | string;
