import { renderToString } from 'preact-render-to-string';
import { askedFor, SCREENS, screenOf } from '../../../../cli/page/browser/shell/screens';
import { Shell } from '../../../../cli/page/browser/shell/shell';

const [safety, , alarms] = SCREENS;

test.each([
  ['#/', 'safety'],
  ['', 'safety'],
  ['#/alarms', 'alarms'],
  ['#/runs?application=orders', 'runs'],
  ['#/nothing', 'safety'],
])('the address %s shows the screen %s', (hash, id) => {
  expect(screenOf(hash, SCREENS).id).toBe(id);
});

test('a screen that is not there is not shown by its address either', () => {
  expect(screenOf('#/tour', [safety, alarms]).id).toBe('safety');
});

test('an address can ask for something on its screen', () => {
  expect(askedFor('#/runs?application=or%20ders', 'application')).toBe('or ders');
  expect(askedFor('#/runs', 'application')).toBeUndefined();
});

test('every screen has one h1, a skip link to its main part, and its own link marked as the current one', () => {
  const html = renderToString(
    <Shell
      place={undefined}
      status={undefined}
      reading={undefined}
      isConnected={true}
      screens={[safety, alarms]}
      current={alarms}
    >
      <p>inside</p>
    </Shell>,
  );
  expect(html.match(/<h1/g)).toHaveLength(1);
  expect(html).toContain('<a class="skip-link" href="#main">Skip to alarms and mails</a>');
  expect(html).toContain('<main id="main" tabindex="-1" aria-label="Alarms and mails"><p>inside</p></main>');
  expect(html).toContain('<a href="#/">Safety</a>');
  expect(html).toContain('<a href="#/alarms" aria-current="page">Alarms and mails</a>');
});
