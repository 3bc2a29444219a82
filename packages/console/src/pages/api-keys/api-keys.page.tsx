import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Page as PageFrame } from '../../app/page.tsx';
import { useMay } from '../../lib/session.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { Button } from '../../ui/button.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { apiKeyWords } from '../../words/api-keys.ts';
import { CreateKeyDialog } from './create-key-dialog.tsx';
import { CreatePortalLinkDialog } from './create-portal-link-dialog.tsx';
import { KeyList } from './key-list.tsx';
import { PortalLinkList } from './portal-link-list.tsx';

/** Ways in for programs, and for customers who have no account. */
export function Page() {
  const [{ tab }, change] = useUrlState();
  const mayLink = useMay()('portal_links.manage');
  const [isCreating, setIsCreating] = useState(false);
  const shown = tab === 'portal' && mayLink ? 'portal' : 'keys';
  const close = () => setIsCreating(false);
  const create = (
    <Button kind="primary" size="small" icon={Plus} onClick={() => setIsCreating(true)}>
      {shown === 'keys' ? apiKeyWords.create : apiKeyWords.portal.create}
    </Button>
  );
  return (
    <PageFrame title={apiKeyWords.title} layout="full">
      <Tabs
        label={apiKeyWords.tabsLabel}
        value={shown}
        onChange={(next) => change({ tab: next === 'keys' ? undefined : next })}
        tabs={[
          { value: 'keys', label: apiKeyWords.tabs.keys },
          ...(mayLink ? [{ value: 'portal' as const, label: apiKeyWords.tabs.portal }] : []),
        ]}
        aside={create}
      >
        {shown === 'keys' ? <KeyList /> : <PortalLinkList />}
      </Tabs>
      {isCreating &&
        (shown === 'keys' ? <CreateKeyDialog onClose={close} /> : <CreatePortalLinkDialog onClose={close} />)}
    </PageFrame>
  );
}
