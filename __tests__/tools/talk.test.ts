import { obeyEverywhere, showsColors, talk } from '../../tools/talk';

const said = jest.spyOn(console, 'error').mockImplementation(() => {});

beforeEach(() => said.mockClear());

test('--quiet silences talk, wherever it stands, and the command does not see it', () => {
  expect(obeyEverywhere(['status', '--quiet', 'orders'])).toEqual(['status', 'orders']);
  talk('looking …');
  expect(said).not.toHaveBeenCalled();
  talk('Warning: it is late.');
  expect(said).toHaveBeenCalledWith('Warning: it is late.');
  obeyEverywhere(['status']);
  talk('looking …');
  expect(said).toHaveBeenCalledWith('looking …');
});

test('a bare word is no switch', () => {
  expect(obeyEverywhere(['local', 'quiet'])).toEqual(['local', 'quiet']);
});

test('after -- the same word is an argument', () => {
  expect(obeyEverywhere(['hold', 'orders', '--', '--quiet'])).toEqual(['hold', 'orders', '--', '--quiet']);
});

test('--no-color is NO_COLOR', () => {
  const environment: NodeJS.ProcessEnv = {};
  expect(showsColors({ isTTY: true }, environment)).toBe(true);
  expect(obeyEverywhere(['status', '--no-color'], environment)).toEqual(['status']);
  expect(environment).toEqual({ NO_COLOR: '1' });
  expect(showsColors({ isTTY: true }, environment)).toBe(false);
});

test('a pipe and a dumb terminal show no colors', () => {
  expect(showsColors({}, {})).toBe(false);
  expect(showsColors({ isTTY: true }, { TERM: 'dumb' })).toBe(false);
});

test('--local works on the local cloud, and without it nothing changes', () => {
  const useLocal = jest.fn();
  obeyEverywhere(['status'], {}, useLocal);
  expect(useLocal).not.toHaveBeenCalled();
  expect(obeyEverywhere(['status', '--local'], {}, useLocal)).toEqual(['status']);
  expect(useLocal).toHaveBeenCalledTimes(1);
});
