import { Page as PageFrame } from '../../app/page.tsx';
import { accountWords } from '../../words/account.ts';
import { PasswordPanel } from './password-panel.tsx';
import { ProfilePanel } from './profile-panel.tsx';
import { SessionsPanel } from './sessions-panel.tsx';

/** What a member does with their own account: name, password, where they are signed in. */
export function Page() {
  return (
    <PageFrame title={accountWords.title} layout="form">
      <ProfilePanel />
      <PasswordPanel />
      <SessionsPanel />
    </PageFrame>
  );
}
