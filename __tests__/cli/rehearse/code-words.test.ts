import { NEW_CODE, ONLY_CODE } from '../../../cli/rehearse/code-words';

test('sentences of a drill name no new code', () => {
  const sentence = 'The new code does not run here: no task of the new code, as "thenew code" says.';
  expect([NEW_CODE, ONLY_CODE].map(({ told }) => told(sentence))).toEqual([
    sentence,
    'The code does not run here: no task of the code, as "thenew code" says.',
  ]);
});
