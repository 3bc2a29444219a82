import type { ApiProblem } from '../../lib/api.ts';
import { Field, Input } from '../../ui/field.tsx';
import { signInWords } from '../../words/sign-in.ts';

export interface AccountInput {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

interface AccountFieldsProps {
  readonly account: AccountInput;
  readonly onChange: (account: AccountInput) => void;
  readonly problem: ApiProblem | null;
  /** The e-mail stands already, as in an invitation. */
  readonly fixedEmail?: string;
}

/** Whether a problem stands at its field and needs no other place. */
export function isAboutFields(problem: ApiProblem): boolean {
  return (
    problem.code === 'link_not_valid' || ['name', 'email', 'password'].some((name) => problem.field(name) !== null)
  );
}

/** Name, e-mail and password of a new account. */
export function AccountFields({ account, onChange, problem, fixedEmail }: AccountFieldsProps) {
  return (
    <>
      <Field label={signInWords.name} hint={signInWords.nameHint} error={problem?.field('name')}>
        <Input
          name="name"
          autoComplete="name"
          autoFocus
          required
          value={account.name}
          onChange={(event) => onChange({ ...account, name: event.target.value })}
          className="h-9"
        />
      </Field>
      <Field label={signInWords.email} error={problem?.field('email')}>
        <Input
          type="email"
          name="email"
          autoComplete="username"
          required
          readOnly={fixedEmail !== undefined}
          value={fixedEmail ?? account.email}
          onChange={(event) => onChange({ ...account, email: event.target.value })}
          className="h-9 read-only:bg-sunken read-only:text-fg-2"
        />
      </Field>
      <Field label={signInWords.password} hint={signInWords.passwordHint} error={problem?.field('password')}>
        <Input
          type="password"
          name="password"
          autoComplete="new-password"
          required
          value={account.password}
          onChange={(event) => onChange({ ...account, password: event.target.value })}
          className="h-9"
        />
      </Field>
    </>
  );
}
