import { useRef, useState } from 'preact/hooks';
import { sentenceOf } from '../server';

/** Answer of a question that a person asked. */
export interface Asked<Answer> {
  readonly answer: Answer | undefined;
  readonly problem: string | undefined;
  readonly isBusy: boolean;
}

const NOTHING = { answer: undefined, problem: undefined, isBusy: false } as const;

/** Asks when it is called; the last question counts, whatever the order of the answers. */
export function useAsk<Answer>(): Asked<Answer> & { readonly ask: (question: () => Promise<Answer>) => void } {
  const [asked, setAsked] = useState<Asked<Answer>>(NOTHING);
  const newest = useRef(0);
  const ask = (question: () => Promise<Answer>) => {
    newest.current += 1;
    const mine = newest.current;
    const settle = (settled: Asked<Answer>) => {
      if (mine === newest.current) setAsked(settled);
    };
    setAsked({ ...NOTHING, isBusy: true });
    question().then(
      (answer) => settle({ ...NOTHING, answer }),
      (error: unknown) => settle({ ...NOTHING, problem: sentenceOf(error) }),
    );
  };
  return { ...asked, ask };
}
