/** Words for the code that is tried. */
export interface CodeWords {
  /** Titles of the phases. */
  readonly phases: {
    readonly start: string;
    readonly restore: string;
    readonly state: string;
    readonly checkpoint: string;
  };
  /** A sentence about the code, written as of new code. */
  readonly told: (sentence: string) => string;
}

/** Code that is to replace other code. */
export const NEW_CODE: CodeWords = {
  phases: {
    start: 'Read the operators, start Flink for the new code',
    restore: 'New code: restore',
    state: 'New code: read the state, input',
    checkpoint: 'New code: checkpoint',
  },
  told: (sentence) => sentence,
};

/** Code of a drill, which has no other one. */
export const ONLY_CODE: CodeWords = {
  phases: {
    start: 'Read the operators, start Flink',
    restore: 'Restore',
    state: 'Read the state, input',
    checkpoint: 'Checkpoint',
  },
  told: (sentence) => sentence.replaceAll(/\b([Tt]he) new code\b/g, '$1 code'),
};
