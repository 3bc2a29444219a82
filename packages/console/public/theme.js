// Runs before the first paint, so that the chosen theme and density do not flash in late. Keep the keys in step with src/lib/preferences.ts.
{
  const read = (key) => {
    try {
      return JSON.parse(localStorage.getItem('posthorn.preferences') ?? '{}')[key];
    } catch {
      return undefined;
    }
  };
  const theme = read('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  document.documentElement.dataset.density = read('density') === 'comfortable' ? 'comfortable' : 'dense';
}
