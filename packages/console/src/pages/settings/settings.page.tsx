import { Page as PageFrame } from '../../app/page.tsx';
import { useMay } from '../../lib/session.ts';
import { settingsWords } from '../../words/settings.ts';
import { Appearance } from './appearance.tsx';
import { OperatorSettings } from './operator-settings.tsx';
import { WorkspaceForm } from './workspace-form.tsx';

/** What the reader chose for this browser, what the workspace decides, and what is decided for it. */
export function Page() {
  const may = useMay();
  return (
    <PageFrame title={settingsWords.title} layout="form">
      <Appearance />
      <WorkspaceForm />
      {may('settings.read') && <OperatorSettings />}
    </PageFrame>
  );
}
