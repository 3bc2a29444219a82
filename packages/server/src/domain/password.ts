/** Characters of a password. Length is what makes one hard to guess; the end keeps the work of hashing small. */
export const PASSWORD_CHARS_MIN = 12;
export const PASSWORD_CHARS_MAX = 256;

/** Of the lists of the commonest, those that are long enough. */
const COMMONEST: ReadonlySet<string> = new Set([
  'password1234',
  'password12345',
  'password123456',
  'passwordpassword',
  'password123!',
  'passw0rd1234',
  '123456789012',
  '1234567890123',
  '123456789123',
  '123456789abc',
  '0123456789012',
  '1qaz2wsx3edc',
  '1q2w3e4r5t6y',
  '1q2w3e4r5t6y7u',
  'qwertyuiop12',
  'qwertyuiop123',
  'qwerty123456',
  'qwertyqwerty',
  'qwertyuiopasdfghjkl',
  'asdfghjkl123',
  'abcdefghijkl',
  'abcdefghijklm',
  'abc123abc123',
  'iloveyou1234',
  'iloveyouforever',
  'letmeinletmein',
  'letmein12345',
  'administrator',
  'administrator1',
  'admin1234567',
  'adminadminadmin',
  'welcome12345',
  'welcome123456',
  'changeme1234',
  'changemechangeme',
  'trustno1trustno1',
  'correcthorsebatterystaple',
  'correct horse battery staple',
]);

/** The form in which passwords are compared and hashed: keyboards write the same letter in more than one way. */
export function normalizePassword(password: string): string {
  return password.normalize('NFKC');
}

/**
 * What is wrong with a password that somebody chooses, in words for them. Null: nothing.
 *
 * @param owner Of the account: neither its e-mail nor its name will do.
 */
export function passwordProblem(
  password: string,
  owner: { readonly email: string; readonly name: string },
): string | null {
  const chosen = normalizePassword(password);
  const charCount = [...chosen].length;
  if (charCount < PASSWORD_CHARS_MIN) return `Use at least ${PASSWORD_CHARS_MIN} characters.`;
  if (charCount > PASSWORD_CHARS_MAX) return `Use at most ${PASSWORD_CHARS_MAX} characters.`;
  const lower = chosen.trim().toLowerCase();
  if (isOwn(lower, owner)) return 'Do not use your own e-mail address or name.';
  if (COMMONEST.has(lower) || isOnePattern(lower))
    return 'This is among the first that anybody would try. Choose another.';
  return null;
}

function isOwn(lower: string, { email, name }: { readonly email: string; readonly name: string }): boolean {
  const [localPart = ''] = email.split('@');
  return [email, localPart, name].some((own) => {
    const part = normalizePassword(own).trim().toLowerCase();
    return part !== '' && lower.replaceAll(part, '').length === 0;
  });
}

/** The same one to four characters again and again: `aaaaaaaaaaaa`, `12341234…`. */
function isOnePattern(lower: string): boolean {
  return /^(.{1,4})\1+$/su.test(lower);
}
