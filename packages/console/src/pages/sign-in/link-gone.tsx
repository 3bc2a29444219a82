import { Link } from '@tanstack/react-router';
import { cx } from '../../lib/class-names.ts';
import { BUTTON_BASE, BUTTON_KINDS } from '../../ui/button.tsx';
import { signInWords } from '../../words/sign-in.ts';
import { Entrance } from './entrance.tsx';

/** A one-time link that opens nothing, why, and the way on. */
export function LinkGone({ children }: { readonly children: string }) {
  return (
    <Entrance title={signInWords.linkGoneTitle} lead={children}>
      <Link to={'/sign-in' as never} className={cx(BUTTON_BASE, BUTTON_KINDS.plain, 'h-9 px-3')}>
        {signInWords.toSignIn}
      </Link>
    </Entrance>
  );
}
