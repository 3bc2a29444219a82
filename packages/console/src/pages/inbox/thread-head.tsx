import { useNavigate } from '@tanstack/react-router';
import { Check, ChevronLeft, Ellipsis, PanelRight, RotateCcw, UserRound, UserRoundPlus } from 'lucide-react';
import { useState } from 'react';
import { api } from '../../lib/api.ts';
import { useMask } from '../../lib/mask.ts';
import { useRefresh } from '../../lib/queries.ts';
import { useMay } from '../../lib/session.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { usePagePath } from '../../ui/link.tsx';
import { Menu, type MenuEntry } from '../../ui/menu.tsx';
import { Avatar, Phone } from '../../ui/person.tsx';
import { toast } from '../../ui/toast.tsx';
import { inboxWords } from '../../words/inbox.ts';
import type { Conversation } from './inbox-types.ts';
import { avatarNameOf, firstNameOf, nameOfContact, usePeople } from './people.tsx';

interface HeadProps {
  readonly conversation: Conversation;
  readonly onBack: () => void;
  readonly onContact: () => void;
  readonly actions: ConversationActions;
}

/** What people decide about a conversation. */
export interface ConversationActions {
  readonly isChanging: boolean;
  /** Closes an open one, opens a closed one. */
  readonly toggleState: () => void;
  readonly assign: (memberId: string | null) => void;
}

/** Changes the conversation; what the API refuses is said, and nothing is shown that is not so. */
export function useConversationActions(conversation: Conversation | null): ConversationActions {
  const refresh = useRefresh();
  const may = useMay();
  const [isChanging, setIsChanging] = useState(false);
  const change = async (verb: string, body: unknown, failed: string) => {
    if (conversation === null || isChanging || !may('conversations.write')) return;
    setIsChanging(true);
    try {
      await api.post(`/v1/conversations/${conversation.id}/${verb}`, body);
      await refresh('/v1/conversations');
    } catch (error) {
      toast.failed(failed, error);
    }
    setIsChanging(false);
  };
  const isOpen = conversation?.state === 'open';
  return {
    isChanging,
    toggleState: () =>
      void change(isOpen ? 'close' : 'reopen', undefined, isOpen ? inboxWords.closeFailed : inboxWords.reopenFailed),
    assign: (assigneeId) => void change('assign', { assignee_id: assigneeId }, inboxWords.assignFailed),
  };
}

/** With whom, on which number, who looks after it, and what can be done. */
export function ThreadHead({ conversation, onBack, onContact, actions }: HeadProps) {
  const mask = useMask();
  const may = useMay();
  const name = nameOfContact(conversation, mask);
  const isOpen = conversation.state === 'open';
  const notAllowed = may('conversations.write') ? null : inboxWords.notAllowed;
  return (
    <header className="flex items-center gap-2 border-b border-line px-4 py-2 max-narrow:px-2">
      <IconButton label={inboxWords.back} icon={ChevronLeft} onClick={onBack} className="narrow:hidden" />
      <Avatar name={avatarNameOf(conversation)} />
      <div className="min-w-0 grow">
        <h2 className="truncate text-14">{name}</h2>
        <p className="truncate text-12 text-fg-3">
          {conversation.contact?.name != null && conversation.contact.phone !== null && (
            <>
              <Phone phone={conversation.contact.phone} /> ·{' '}
            </>
          )}
          {conversation.channel_number !== null && <Phone phone={conversation.channel_number} />}
        </p>
      </div>
      <AssignMenu conversation={conversation} actions={actions} notAllowed={notAllowed} />
      <Button
        icon={isOpen ? Check : RotateCcw}
        notAllowed={notAllowed}
        onClick={actions.toggleState}
        aria-keyshortcuts="Alt+E"
        className="max-narrow:px-2"
      >
        {isOpen ? inboxWords.close : inboxWords.reopen}
      </Button>
      <IconButton
        label={inboxWords.keys.contact}
        keys="Alt+O"
        icon={PanelRight}
        onClick={onContact}
        className="max-narrow:hidden"
      />
      <MoreMenu conversation={conversation} onContact={onContact} actions={actions} />
    </header>
  );
}

interface AssignProps extends Pick<HeadProps, 'conversation' | 'actions'> {
  readonly notAllowed: string | null;
}

function AssignMenu({ conversation, actions, notAllowed }: AssignProps) {
  const people = usePeople();
  const { assignee_id: assigneeId } = conversation;
  const label = assigneeId === null ? inboxWords.assign : firstNameOf(people.nameOfMember(assigneeId));
  const icon = assigneeId === null ? UserRoundPlus : UserRound;
  if (notAllowed !== null) {
    return (
      <Button icon={icon} notAllowed={notAllowed} className="max-narrow:hidden">
        {label}
      </Button>
    );
  }
  return (
    <Menu
      trigger={
        <Button icon={icon} aria-label={`${inboxWords.assignTo}: ${label}`} className="max-narrow:hidden">
          {label}
        </Button>
      }
      entries={assignEntries(people, assigneeId, actions.assign)}
    />
  );
}

function assignEntries(
  { members, meId }: ReturnType<typeof usePeople>,
  assigneeId: string | null,
  assign: (memberId: string | null) => void,
): readonly MenuEntry[] {
  // Who may not answer has nothing to look after.
  const others = members.filter(({ id, role }) => id !== meId && role !== 'viewer');
  return [
    ...(meId === null ? [] : [{ label: inboxWords.assignToMe, current: assigneeId === meId, run: () => assign(meId) }]),
    ...others.map((member, index) => ({
      label: member.name,
      separated: index === 0 && meId !== null,
      current: assigneeId === member.id,
      run: () => assign(member.id),
    })),
    { label: inboxWords.unassign, separated: true, current: assigneeId === null, run: () => assign(null) },
  ];
}

/** What has no room of its own: on a narrow screen also who looks after it. */
function MoreMenu({ conversation, onContact, actions }: Pick<HeadProps, 'conversation' | 'onContact' | 'actions'>) {
  const navigate = useNavigate();
  const pathOf = usePagePath();
  const may = useMay();
  const people = usePeople();
  const isNarrow = matchMedia('(max-width: 40rem)').matches;
  const entries: MenuEntry[] = [
    { label: inboxWords.showContact, keys: 'Alt+O', run: onContact },
    ...(may('contacts.read') && conversation.contact !== null
      ? [
          {
            label: inboxWords.contact.record,
            run: () => void navigate({ to: pathOf(`/contacts/${conversation.contact_id}`) }),
          },
        ]
      : []),
    ...(isNarrow && may('conversations.write')
      ? assignEntries(people, conversation.assignee_id, actions.assign).map((entry, index) => ({
          ...entry,
          label: `${inboxWords.assignTo}: ${entry.label}`,
          separated: index === 0,
        }))
      : []),
  ];
  return <Menu trigger={<IconButton label={inboxWords.more} icon={Ellipsis} />} entries={entries} />;
}
