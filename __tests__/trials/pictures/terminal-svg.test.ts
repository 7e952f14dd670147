import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { type TerminalPicture, terminalSvg } from '../../../trials/pictures/terminal-svg';

const PICTURE: TerminalPicture = {
  title: 'kda status',
  description: 'Orders is "safe" & well <now>.',
  columns: 40,
  typed: [
    {
      line: 'kda status orders',
      lines: ['  ✔  orders  RUNNING  \u001b[32m13:32\u001b[0m', '', 'a < b & c'],
      exitCode: 0,
    },
    { line: 'kda gate orders', lines: [], exitCode: 1 },
  ],
};

interface Text {
  readonly '#text': string;
  readonly '@_x': string;
  readonly '@_y': string;
  readonly '@_textLength': string;
  readonly '@_class'?: string;
}

function drawn(svg: string) {
  const parser = new XMLParser({ ignoreAttributes: false, trimValues: false, parseTagValue: false });
  const root = parser.parse(svg).svg;
  return { root, texts: root.text as Text[] };
}

test('it is an SVG with title and description', () => {
  const svg = terminalSvg(PICTURE);
  expect(XMLValidator.validate(svg)).toBe(true);
  const { root } = drawn(svg);
  expect(root.title['#text']).toBe('kda status');
  expect(root.desc['#text']).toBe('Orders is "safe" & well <now>.');
  expect(root['@_aria-labelledby'].split(' ')).toEqual([root.title['@_id'], root.desc['@_id']]);
});

test('each line stands at its place, without control characters; typed ones and exit codes look different', () => {
  const { texts } = drawn(terminalSvg(PICTURE));
  expect(texts.map((text) => [text['#text'], Number(text['@_x']), Number(text['@_y']), text['@_class']])).toEqual([
    ['$ kda status orders', 16, 30, 'typed'],
    ['✔  orders  RUNNING  13:32', 32.8, 50, undefined],
    ['a < b & c', 16, 90, undefined],
    ['$ kda gate orders', 16, 130, 'typed'],
    ['exit code 1', 16, 150, 'aside'],
  ]);
});

test('the length of each line is that of its characters in any font, and the picture is as large as they need', () => {
  const { root, texts } = drawn(terminalSvg(PICTURE));
  expect(texts.map((text) => Number(text['@_textLength']))).toEqual([159.6, 210, 75.6, 142.8, 92.4]);
  expect([root['@_width'], root['@_height'], root['@_viewBox']]).toEqual(['259', '172', '0 0 259 172']);
});

test('it has colours for light and dark, and loads nothing', () => {
  const svg = terminalSvg(PICTURE);
  expect(svg).toContain('@media (prefers-color-scheme: dark)');
  expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\(|@import|href|<script|<image/);
});
