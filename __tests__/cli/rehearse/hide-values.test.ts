import { hidingValues } from '../../../cli/rehearse/hide-values';

const hide = hidingValues([
  {
    PropertyGroupId: 'Sink',
    PropertyMap: {
      'jdbc.url': 'jdbc:postgresql://app:s3cret-1@db.example/orders',
      login: 'org.apache.kafka.LoginModule required username="app" password="s3cret-2";',
      retries: '12345',
      table: 'orders (new)',
    },
  },
  { PropertyGroupId: 'Source', PropertyMap: { brokers: 'b1.example:9092, b2.example:9092', empty: '' } },
]);

test.each([
  ['FATAL: jdbc:postgresql://app:s3cret-1@db.example/orders refused it.', 'FATAL: <Sink.jdbc.url> refused it.'],
  ['Login with s3cret-1 failed, then with s3cret-2.', 'Login with <Sink.jdbc.url> failed, then with <Sink.login>.'],
  ['No answer from b2.example:9092.', 'No answer from <Source.brokers>.'],
  ['There is no table orders (new).', 'There is no table <Sink.table>.'],
  ['12345 records, and no value of a property', '12345 records, and no value of a property'],
])('%s', (text, hidden) => {
  expect(hide(text)).toBe(hidden);
});

test('without properties a text stays as it is', () => {
  expect(hidingValues([])('No answer from b2.example:9092.')).toBe('No answer from b2.example:9092.');
});
