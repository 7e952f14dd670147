import { News } from '../../tools/news';

test('what is told while nobody shows it is said before what comes next, and nothing twice', async () => {
  const news = new News();
  const first: string[] = [];
  const second: string[] = [];

  news.tell('before');
  const shown = news.during(Promise.resolve(), (line) => first.push(line));
  news.tell('meanwhile');
  await shown;
  news.tell('between');
  await news.during(Promise.resolve(), (line) => second.push(line));

  expect({ first, second }).toEqual({ first: ['before', 'meanwhile'], second: ['between'] });
});

test('a failure is passed on, and what is told afterwards waits for the next place', async () => {
  const news = new News();
  const lines: string[] = [];

  await expect(news.during(Promise.reject(new Error('no state')), () => {})).rejects.toThrow('no state');
  news.tell('after');
  await news.during(Promise.resolve(), (line) => lines.push(line));

  expect(lines).toEqual(['after']);
});
