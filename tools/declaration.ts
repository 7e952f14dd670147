/** Option of a command. */
export interface OptionDeclaration {
  /** Placeholder of its value in the usage, such as `REASON`. Without one the option is a switch. */
  readonly value?: string;
  /** Ends without a full stop. */
  readonly summary: string;
  /** Allowed values, for completion. The command checks them itself. */
  readonly choices?: readonly string[];
  /** Required options stand in the usage line. */
  readonly isRequired?: boolean;
  /** True for an option that can be given several times. */
  readonly isRepeatable?: boolean;
}

export type OptionDeclarations = Readonly<Record<string, OptionDeclaration>>;

/** Positional argument of a command. */
export interface ArgumentDeclaration {
  /** Placeholder, such as `NAME`. */
  readonly name: string;
  readonly summary: string;
  readonly choices?: readonly string[];
  readonly isOptional?: boolean;
  /** True for the last argument if it can be given several times. */
  readonly isRepeatable?: boolean;
}

/** Command line that works as it is written; a test parses each. */
export interface Example {
  /** Words that are typed after the command's name. */
  readonly line: string;
  readonly summary: string;
}

/** Everything about a command that can be said without running it: usage, completion and docs derive from it. */
export interface CommandDeclaration<Options extends OptionDeclarations = OptionDeclarations> {
  /** Words that run it, such as `kda hold` or `npm run soak --`. */
  readonly command: string;
  /** One sentence with its full stop. */
  readonly summary: string;
  /** Paragraphs below the options. */
  readonly details?: readonly string[];
  readonly arguments?: readonly ArgumentDeclaration[];
  readonly options: Options;
  readonly examples: readonly Example[];
  /** True if it changes nothing: where it could not find out what was asked, its exit code is 3. */
  readonly onlyReads?: boolean;
  /** Meaning of exit codes that differ from: 0 done, 1 failed, 2 wrong usage, and 3 of a command that only reads. */
  readonly exitCodes?: string;
}

/** Values of the options that were given. */
export type OptionValues<Options extends OptionDeclarations> = {
  readonly [Name in keyof Options]?: Options[Name] extends { readonly isRepeatable: true }
    ? readonly string[]
    : Options[Name] extends { readonly value: string }
      ? string
      : true;
};

/** Keeps the literal types of the options, which `readArguments` answers with. */
export function declareCommand<const Options extends OptionDeclarations>(
  declaration: CommandDeclaration<Options>,
): CommandDeclaration<Options> {
  return declaration;
}
